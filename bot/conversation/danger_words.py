"""The words around the reviewed lines of a danger: reminders, choices, what is said in doubt.

No number but 911 stands here: the lines and their numbers are those of bot/safety/replies.yml, which fill
{traite}, {suicide}, {social}.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation import danger_heard as told
from bot.conversation.choices import DANGER_NO, DANGER_OVER, DANGER_YES
from bot.conversation.messages import Choice

CHOICES = {
    "fr": (Choice(DANGER_YES, "Oui, en ce moment"), Choice(DANGER_NO, "Non, pas maintenant")),
    "en": (Choice(DANGER_YES, "Yes, right now"), Choice(DANGER_NO, "No, not now")),
    "es": (Choice(DANGER_YES, "Sí, ahora"), Choice(DANGER_NO, "No, ahora no")),
}
OVER = {
    "fr": (Choice(DANGER_OVER, "Le danger est passé"),),
    "en": (Choice(DANGER_OVER, "The danger is over"),),
    "es": (Choice(DANGER_OVER, "El peligro ya pasó"),),
}
IF_SO = {"fr": "Si oui, 911.", "en": "If so, 911.", "es": "En ese caso, 911."}
# What opens a reminder: (language, tu) -> wordings. GSM-7, for every channel; the number's line follows.
AGAIN: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("fr", True): (
        "Je te lis. Ce n'est pas trop tard pour appeler, ni trop tôt :",
        "Tu n'as pas à régler tout cela seule. Le numéro reste bon :",
        "Quand tu pourras, appelle ici :",
    ),
    ("fr", False): (
        "C'est bien compris. Le numéro reste bon :",
        "Ce n'est pas à porter sans aide. Toujours le même numéro :",
        "Dès que vous le pourrez, appelez ici :",
    ),
    ("en", True): (
        "I read you. The number is still good:",
        "You don't have to carry this alone. Same number:",
    ),
    ("en", False): ("Understood. The number is still good:", "The same number, any time:"),
    ("es", True): (
        "Te leo. El número sigue siendo el mismo:",
        "No tienes que cargar con esto sola. El número:",
    ),
    ("es", False): ("Entendido. El número sigue siendo el mismo:", "El mismo número, a toda hora:"),
}
URGENT_AGAIN: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("fr", True): (
        "Le 911, dès que tu peux. On t'aidera, avec ou sans parler : laisse la ligne ouverte.",
        "C'est toujours le 911 qui peut venir. Appelle dès que tu peux, avec ou sans parler.",
        "Si tu ne peux pas parler, compose le 911 et laisse la ligne ouverte : on écoute.",
    ),
    ("fr", False): (
        "Le 911, dès que vous pouvez. On vous dira quoi faire en attendant.",
        "C'est toujours le 911 qui peut venir vite. On vous guide au téléphone.",
        "Appelez le 911 : dites ce que vous savez, même peu. On vous posera les questions.",
    ),
    ("en", True): (
        "911, as soon as you can. Even without speaking.",
        "911 can still come. Call when you can.",
    ),
    ("en", False): ("911, as soon as you can.", "911 can still come."),
    ("es", True): (
        "El 911, en cuanto puedas. Aunque no hables.",
        "El 911 puede venir. Llama en cuanto puedas.",
    ),
    ("es", False): ("El 911, en cuanto pueda.", "El 911 puede venir."),
}
# The same when something was swallowed or taken: it may get worse after it seemed better.
TAKEN_AGAIN: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("fr", True): (
        "Je te lis. Le 911 maintenant, même si ça semble aller : l'effet peut venir plus tard.",
        "Le 911, tout de suite, même si tu te sens bien. Es-tu capable d'appeler?",
        "Appelle le 911, ou fais appeler quelqu'un : ils savent quoi faire pour ce qui a été pris.",
    ),
    ("fr", False): (
        "Le 911 maintenant, même si ça semble aller. Dites-leur comment elle respire.",
        "Le 911, tout de suite. On vous guide au téléphone, restez avec elle.",
        "Appelez le 911 : dites ce qu'elle a pris, si vous le savez, et comment elle respire.",
    ),
    ("en", True): (
        "I read you. 911 now, even if it seems all right: it can get worse later.",
        "911, right now, even if you feel fine. Are you able to call?",
    ),
    ("en", False): (
        "911 now, even if it seems all right. Tell them how she is breathing.",
        "911, right now. They guide you on the phone, stay with her.",
    ),
    ("es", True): (
        "Te leo. El 911 ahora, aunque parezca que todo va bien: puede empeorar luego.",
        "El 911, ahora mismo, aunque no sientas nada.",
    ),
    ("es", False): (
        "El 911 ahora, aunque parezca que todo va bien.",
        "El 911, ahora mismo. Le dicen qué hacer, no la deje.",
    ),
}

# The same for another woman, to whoever says "tu".
TAKEN_OF_HER: tuple[str, ...] = (
    "Le 911 maintenant, même si ça semble aller. Dis-leur comment elle respire.",
    "Le 911, tout de suite. On te guide au téléphone, reste avec elle.",
    "Appelle le 911 : dis ce qu'elle a pris, si tu le sais, et comment elle respire.",
)
# The same when a life is at risk by her own hand.
LIFE_AGAIN: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("fr", True): (
        "Le 911 est là aussi pour ça. Appelle, ou demande à quelqu'un près de toi de le faire.",
        "Ta vie compte. Le 911 peut rester en ligne avec toi.",
        "Tu n'as pas à tenir sans personne : le 911, ou la ligne qui suit.",
    ),
    ("fr", False): (
        "Le 911, dès que vous pouvez. Restez avec elle, ou gardez le contact.",
        "Le 911 peut venir, et vous dire quoi faire en attendant.",
        "Vous n'avez pas à trouver les mots sans aide : le 911 vous guide.",
    ),
    ("en", True): ("911 is there for this too. Call, or ask someone near you to.", "Your life matters. 911."),
    ("en", False): ("911, as soon as you can. Stay with her.", "911 can come, and guides you meanwhile."),
    ("es", True): ("El 911 también es para esto. Llama, o pide que llamen.", "Tu vida importa. El 911."),
    ("es", False): ("El 911, en cuanto pueda. Quédese con ella.", "El 911 puede venir, y le guía."),
}
LIFE_OF_HER: tuple[str, ...] = (
    "Le 911, dès que tu peux. Reste avec elle, ou garde le contact.",
    "Le 911 peut venir, et te dire quoi faire en attendant.",
    "Tu n'as pas à trouver les mots sans aide : le 911 te guide.",
)

# Of somebody who cannot be found, once the first words were said. (language, tu).
MISSING_AGAIN: Mapping[tuple[str, bool], str] = {
    ("fr", True): "Rappelle la police : disparition, son âge, un numéro de dossier. Du nouveau : le 911.",
    ("fr", False): "Rappelez la police : disparition, son âge, un numéro de dossier. Du nouveau : le 911.",
    ("en", True): "Call the police again: missing, her age, a file number. Anything new: 911.",
    ("en", False): "Call the police again: missing, her age, a file number. Anything new: 911.",
    ("es", True): "Vuelve a llamar a la policía: desaparición, su edad, un número de caso. Algo nuevo: 911.",
    ("es", False): "Vuelva a llamar a la policía: desaparición, su edad, un número de caso. Algo nuevo: 911.",
}

# To a relative or a worker who does not know whether somebody is in danger now: (before, after) the line.
IN_DOUBT: Mapping[str, str] = {
    "fr": "Dans le doute, appelez maintenant : on vous aide à juger.",
    "en": "In doubt, call now: they help you judge.",
    "es": "En la duda, llame ahora: le ayudan a juzgar.",
}
DOUBT_OVER: Mapping[tuple[str, bool], str] = {
    ("fr", True): "Si un moyen de se tuer est près d'elle, ou si elle ne répond plus : 911.",
    ("fr", False): "Si la personne violente est là, ou si elle ne répond plus : 911.",
    ("en", True): "If she has the means at hand, or no longer answers: 911.",
    ("en", False): "If the violent person is there, or she no longer answers: 911.",
    ("es", True): "Si tiene con qué hacerlo cerca, o ya no responde: 911.",
    ("es", False): "Si la persona violenta anda cerca, o ella ya no responde: 911.",
}

# What opens the reply to a danger barely heard: (level is urgence, language, tu) -> wordings. GSM-7, for
# every channel.
IN_CASE: Mapping[tuple[bool, str, bool], tuple[str, ...]] = {
    (True, "fr", True): (
        "Si tu es en danger maintenant, appelle le 911. Si tu ne peux pas parler, laisse la ligne ouverte.",
        "En danger maintenant? Le 911, avec ou sans parler.",
    ),
    (True, "fr", False): (
        "Si quelqu'un est en danger maintenant, appelez le 911.",
        "En danger maintenant? Le 911, sans attendre.",
    ),
    (True, "en", True): (
        "If you are in danger now, call 911. If you cannot talk, leave the line open.",
        "In danger now? 911, even without speaking.",
    ),
    (True, "en", False): ("If someone is in danger now, call 911.", "Someone in danger now? 911."),
    (True, "es", True): (
        "Si corres peligro ahora, llama al 911. Si no puedes hablar, deja la llamada abierta.",
        "¿En peligro ahora? El 911, aunque no hables.",
    ),
    (True, "es", False): ("Si alguien corre peligro ahora, llame al 911.", "¿En peligro ahora? El 911."),
    (False, "fr", True): ("Si jamais tu en as besoin :", "Garde ce numéro, au cas où :"),
    (False, "fr", False): ("En cas de besoin :", "Un numéro à garder, au cas où :"),
    (False, "en", True): ("In case you need it:", "Keep this number, just in case:"),
    (False, "en", False): ("In case of need:", "A number to keep, just in case:"),
    (False, "es", True): ("Por si lo necesitas:", "Guarda este teléfono, por si acaso:"),
    (False, "es", False): ("Por si hace falta:", "Un teléfono para guardar, por si acaso:"),
}

# While an urgence is open and she asks for nothing: one gesture, never a menu. (language, tu) -> wordings.
STAY: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("fr", True): (
        "Je reste là. Le 911 t'entend, tout bas aussi : dis où tu es, laisse la ligne ouverte.",
        "Une chose à la fois : le 911 en ligne, et toi dans l'endroit le plus sûr.",
        "Je te lis encore. Le 911 peut rester en ligne avec toi jusqu'à ce que quelqu'un arrive.",
    ),
    ("fr", False): (
        "Je reste là. Le 911 en ligne vous dit quoi faire, une étape à la fois.",
        "Une chose à la fois : le 911 en ligne, et vous dans un endroit sûr.",
    ),
    ("en", True): (
        "I am still here. 911 can hear you, even very low: say where you are, leave the line open.",
        "One thing at a time: 911 on the line, and you where it is safest.",
    ),
    ("en", False): (
        "I am still here. 911 on the line tells you what to do, one step at a time.",
        "One thing at a time: 911 on the line, and you somewhere safe.",
    ),
    ("es", True): (
        "Sigo aquí. El 911 te oye, aunque hables muy bajo: di dónde estás, deja la llamada abierta.",
        "Una cosa a la vez: el 911 en la línea, y tú donde sea más seguro.",
    ),
    ("es", False): (
        "Sigo aquí. El 911 en la línea le dice qué hacer, paso a paso.",
        "Una cosa a la vez: el 911 en la línea, y usted en un lugar seguro.",
    ),
}
# The same to a question that nothing here answers: who can.
ASK_THEM: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("fr", True): (
        "Cela, je ne peux pas le savoir d'ici. Pose la question au 911, même tout bas : on te répond.",
        "Je n'ai pas la réponse, le 911 peut te la donner. Dis où tu es, puis ta question.",
    ),
    ("fr", False): (
        "Cela, je ne peux pas le savoir d'ici. Posez la question au 911 : quelqu'un vous répond.",
        "Je n'ai pas la réponse, le 911 peut vous la donner. Dites d'abord où vous vous trouvez.",
    ),
    ("en", True): ("I cannot know that from here. Ask 911, even very low: somebody answers.",),
    ("en", False): ("I cannot know that from here. Ask 911: somebody answers.",),
    ("es", True): ("Eso no puedo saberlo desde aquí. Pregunta al 911, aunque sea muy bajo: te responden.",),
    ("es", False): ("Eso no puedo saberlo desde aquí. Pregunte al 911: le responden.",),
}
# The same once help was called or is on its way.
ON_THE_LINE: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("fr", True): (
        "Bien. Reste en ligne, réponds à leurs questions, fais ce qu'ils disent. Je reste là.",
        "Tu as fait ce qu'il faut. Garde la ligne ouverte jusqu'à ce qu'ils soient avec toi.",
    ),
    ("fr", False): (
        "Bien. Restez en ligne et faites ce qu'on vous dit. Je reste là.",
        "Vous avez fait ce qu'il faut. Gardez la ligne ouverte jusqu'à leur arrivée.",
    ),
    ("en", True): ("Good. Stay on the line and do what they say. I am still here.",),
    ("en", False): ("Good. Stay on the line and do what they say. I am still here.",),
    ("es", True): ("Bien. Sigue en la línea y haz lo que te digan. Sigo aquí.",),
    ("es", False): ("Bien. Siga en la línea y haga lo que le digan. Sigo aquí.",),
}

# While it lasts, where nobody attacks anybody: what helps a body, or a life. Her own ("own"), another woman's
# told in "tu" ("other"), anybody's in "vous". (family, language, whose) -> wordings.
STAY_OTHERWISE: Mapping[tuple[str, str, str], tuple[str, ...]] = {
    (told.TAKEN, "fr", "own"): (
        "Le 911, haut-parleur. Pour toi : porte débarrée, près de quelqu'un. Pour une autre : sur le côté "
        "si elle "
        "respire, et reste là.",
        "Dis au 911 ce qui a été pris, quand, et comment va la respiration. Garde la ligne ouverte.",
        "La naloxone ne nuit pas, même dans le doute. Le 911 te guide pour la suite.",
    ),
    (told.TAKEN, "fr", "other"): (
        "Reste avec elle, le 911 en haut-parleur. Naloxone si tu en as; si elle respire, couche-la sur le "
        "côté.",
        "Regarde si elle respire et dis-le au 911. Débarre la porte pour l'ambulance.",
        "Ne la laisse pas seule, même si elle se réveille : l'effet peut revenir. Le 911 te guide.",
    ),
    (told.TAKEN, "fr", "vous"): (
        "Restez avec elle, le 911 en haut-parleur. Naloxone si vous en avez; si elle respire, couchez-la "
        "sur le côté.",
        "Regardez si elle respire et dites-le au 911. Débarrez la porte pour l'ambulance.",
        "Ne la laissez pas seule, même si elle se réveille : l'effet peut revenir. Le 911 vous guide.",
    ),
    (told.SUICIDE, "fr", "own"): (
        "Y a-t-il quelqu'un tout près? Va le voir ou réveille-le. Sinon, le 911 reste en ligne avec toi.",
        "Mets ce qui pourrait te blesser dans une autre pièce, ou donne-le. Le 911 peut rester en ligne "
        "avec toi.",
        "Je te lis encore. Rien à décider maintenant : reste près de quelqu'un, le 911 en ligne.",
    ),
    (told.SUICIDE, "fr", "other"): (
        "Reste avec elle, ou près de la porte, et parle-lui doucement. Le 911 te guide.",
        "Éloigne ce qui pourrait la blesser. Si elle parle mou ou s'endort, dis-le au 911 tout de suite.",
        "Dis-lui juste que tu restes là. Le 911 te dit la suite.",
    ),
    (told.SUICIDE, "fr", "vous"): (
        "Restez avec elle, ou près de la porte, et parlez-lui doucement. Le 911 vous guide.",
        "Éloignez ce qui pourrait la blesser. Si elle parle mou ou s'endort, dites-le au 911 tout de suite.",
        "Dites-lui juste que vous restez là. Le 911 vous dit la suite.",
    ),
    (told.TAKEN, "en", "own"): (
        "911 on speaker. For you: door unlocked, near someone. For another: on her side if she breathes, "
        "and stay.",
        "Tell 911 what was taken, when, and how the breathing is.",
    ),
    (told.TAKEN, "en", "vous"): (
        "Stay with her, 911 on speaker. Naloxone if you have it; if she breathes, put her on her side.",
        "See if she is breathing and tell 911. Unlock the door for the ambulance.",
    ),
    (told.SUICIDE, "en", "own"): (
        "Is someone near? Go to them or wake them. If not, 911 stays on the line with you.",
        "Put what could hurt you in another room. 911 can stay on the line with you.",
    ),
    (told.SUICIDE, "en", "vous"): (
        "Stay with her, or near the door, and talk to her gently. 911 guides you.",
        "Move away what could hurt her. If she gets drowsy, tell 911 at once.",
    ),
    (told.TAKEN, "es", "own"): (
        "El 911 en altavoz. Si eres tú: puerta abierta, cerca de alguien. Si es otra: de lado si respira, "
        "y quédate.",
        "Di al 911 qué se tomó, cuándo, y cómo respira.",
    ),
    (told.TAKEN, "es", "vous"): (
        "Quédese con ella, el 911 en altavoz. Naloxona si tiene; si respira, póngala de lado.",
        "Mire si respira y dígalo al 911. Abra la puerta para la ambulancia.",
    ),
    (told.SUICIDE, "es", "own"): (
        "¿Hay alguien cerca? Ve con esa persona. Si no, el 911 sigue en línea contigo.",
        "Pon lo que pueda hacerte daño en otro cuarto. El 911 puede seguir en línea contigo.",
    ),
    (told.SUICIDE, "es", "vous"): (
        "Quédese con ella, o cerca de la puerta, y háblele con calma. El 911 le guía.",
        "Aleje lo que pueda hacerle daño. Si se adormece, dígalo al 911 enseguida.",
    ),
}
# To a question that nothing here answers, in the same dangers. (language, tu) -> wordings.
ASK_OTHERWISE: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("fr", True): (
        "Cela, je ne peux pas le savoir d'ici. Demande-le au 911, en haut-parleur : on te répond.",
        "Je n'ai pas la réponse; au 911, quelqu'un l'a. Dis où tu es, puis ta question.",
    ),
    ("fr", False): ASK_THEM["fr", False],
    ("en", True): ("I cannot know that from here. Ask 911: somebody answers.",),
    ("en", False): ASK_THEM["en", False],
    ("es", True): ("Eso no puedo saberlo desde aquí. Pregunta al 911: te responden.",),
    ("es", False): ASK_THEM["es", False],
}
# One short line beside an answer while an urgence is open.
STILL: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("fr", True): ("Si ça empire : le 911, tout de suite.", "Le 911 reste bon à toute minute."),
    ("fr", False): ("Si ça empire : le 911, tout de suite.", "Le 911 reste bon à toute minute."),
    ("en", True): ("If it gets worse: 911, at once.", "911 is there at any minute."),
    ("en", False): ("If it gets worse: 911, at once.", "911 is there at any minute."),
    ("es", True): ("Si empeora: el 911, enseguida.", "El 911 está a toda hora."),
    ("es", False): ("Si empeora: el 911, enseguida.", "El 911 está a toda hora."),
}
# Asked once when nobody said whether something was taken. (language, whose).
TAKEN_ASKED: Mapping[tuple[str, str], str] = {
    ("fr", "own"): "As-tu pris quelque chose? Si oui, le 911 tout de suite, même si tu te sens bien.",
    ("fr", "other"): "A-t-elle pris quelque chose? Si oui, ou dans le doute, dis-le au 911.",
    ("fr", "vous"): "A-t-elle pris quelque chose? Si oui, ou dans le doute, dites-le au 911.",
    ("en", "own"): "Did you take anything? If so, 911 right now, even if you feel fine.",
    ("en", "vous"): "Did she take anything? If so, or in doubt, tell 911.",
    ("es", "own"): "¿Tomaste algo? Si es así, el 911 ahora mismo, aunque te sientas bien.",
    ("es", "vous"): "¿Tomó algo? Si es así, o en la duda, dígalo al 911.",
}
# What is answered by itself, in French: (what was told, family or "") -> (to her, to others, of another in
# "tu"; the last is that to her when it is left out). Nothing is promised of the police.
HEARD: Mapping[tuple[str, str], tuple[str, ...]] = {
    (told.HERE, told.VIOLENCE): (
        "Tu n'es plus seule : dis-leur ce qui s'est passé, à ton rythme, et de quoi tu as peur. Si ça "
        "change : 911.",
        "C'est bien. Dites-leur ce que vous savez. Si la situation change : 911.",
    ),
    (told.HERE, told.TAKEN): (
        "Tu as fait ce qu'il fallait. Si c'est toi qu'on soigne : dis ce que tu as pris, et quand. "
        "Trembler après, "
        "c'est normal.",
        "Vous avez fait ce qu'il fallait : elle est avec ceux qui savent la soigner. Trembler après, c'est "
        "normal.",
        "Tu as fait ce qu'il fallait : elle est avec ceux qui savent la soigner. Trembler après, c'est "
        "normal. "
        "Ne reste pas seule.",
    ),
    (told.HERE, told.SUICIDE): (
        "Tu n'es plus seule, tant mieux. Dis-leur ce que tu m'as écrit, et si tu as pris quelque chose.",
        "Vous avez bien fait : elle est entre de bonnes mains. Dites-leur ce qu'elle vous a dit. Soufflez "
        "un peu.",
        "Tu as bien fait : elle est entre de bonnes mains. Dis-leur ce qu'elle t'a dit. Souffle un peu.",
    ),
    (told.FOUND, ""): (
        "Enfin trouvée. Tu as tenu jusque-là. À l'hôpital ou au poste, demande qui peut l'aider, et toi "
        "aussi.",
        "Enfin trouvée. Vous avez tenu jusque-là. À l'hôpital, la travailleuse sociale peut l'aider, et "
        "vous aussi.",
    ),
    (told.HERS, told.SUICIDE): (
        "C'est bien, tu n'es plus seule. Donne-lui ce qui pourrait te blesser et dis-lui ce que tu m'as "
        "écrit. "
        "{suicide}, jour et nuit, pour vous deux.",
        "C'est bien que quelqu'un soit là. {suicide}, jour et nuit, pour elle et pour vous.",
    ),
    (told.WITH_HER, told.TAKEN): (
        "C'est bien, vous voilà deux. Si la respiration ou l'éveil change : 911. Dis-lui ce qui a été pris.",
        "C'est bien, vous n'êtes plus sans aide. Si la respiration ou l'éveil change : 911.",
    ),
    (told.HERS, told.VIOLENCE): (
        "C'est bien, tu n'es plus seule. Barrez la porte, restez ensemble. Si ça recommence : 911.",
        "C'est bien. Restez ensemble, porte barrée. Si ça recommence : 911.",
    ),
    (told.COMES, told.SUICIDE): (
        "Tu as bien fait de ne pas rester seule. Éloigne-toi de ce qui pourrait te blesser jusqu'à son "
        "arrivée.",
        "C'est bien. Restez avec elle jusque-là.",
        "C'est bien. Reste avec elle jusque-là.",
    ),
    (told.COMES, told.TAKEN): (
        "C'est bien, mais ce qui a été pris n'attend pas : le 911 aussi, tout de suite, porte débarrée.",
        "C'est bien, mais ce qui a été pris n'attend pas : le 911 aussi, tout de suite.",
    ),
    (told.COMES, told.VIOLENCE): (
        "C'est bien, tu ne seras plus seule. D'ici là, porte barrée. S'il revient : 911, et personne ne "
        "l'affronte.",
        "C'est bien. D'ici là, porte barrée. S'il revient : 911, et personne ne l'affronte.",
    ),
    (told.CALLS, told.VIOLENCE): (
        "Oui, vas-y. Dis d'abord où tu es, puis ce qui se passe. Laisse la ligne ouverte.",
        "Oui, allez-y. Dites d'abord où, ou tout ce que vous savez du lieu. Gardez la ligne ouverte.",
    ),
    (told.CALLS, ""): (
        "Oui, vas-y. Dis d'abord où tu es, puis ce qui a été pris et comment va la respiration.",
        "Oui, allez-y. L'adresse d'abord, puis ce qu'elle a pris, si vous le savez, et comment elle respire.",
        "Oui, vas-y. L'adresse d'abord, puis ce qu'elle a pris, si tu le sais, et comment elle respire.",
    ),
    (told.NUMBER, ""): (
        "911. Compose-le et laisse la ligne ouverte.",
        "911. Composez-le et restez en ligne.",
    ),
    (told.NO_PHONE, ""): (
        "Sers-toi d'un autre appareil : un comptoir ouvert, une voisine. Compose le 911, ou {traite}, jour "
        "et nuit : "
        "cette ligne cherche avec toi un lieu sûr.",
        "Prenez un autre appareil : un comptoir ouvert, une voisine. 911, ou {traite}, jour et nuit.",
    ),
    (told.PAPERS, ""): (
        "Tes papiers te font peur, c'est compris. Tu peux demander du secours sans parler de ton statut. "
        "La suite, je "
        "ne peux pas la promettre; {traite} en parle avec toi, jour et nuit, avec interprète. Danger là : "
        "911.",
        "C'est compris. On peut demander du secours sans parler de statut. La suite ne peut être promise; "
        "{traite} "
        "en parle, jour et nuit, avec interprète. Danger là : 911.",
    ),
    (told.CHILDREN, ""): (
        "Avoir peur pour tes enfants, c'est les aimer. Demander du secours n'est pas une faute; je ne peux "
        "pas promettre "
        "ce que d'autres décideront. Là, vous mettre à l'abri vient d'abord : 911.",
        "Cette peur se comprend. Demander du secours n'est pas une faute, même si la suite ne peut être "
        "promise. "
        "D'abord, la vie : 911.",
    ),
    (told.HOME, told.VIOLENCE): (
        "Perdre son toit fait peur, c'est vrai. Tu n'as pas à dire comment tu gagnes ta vie. D'abord, ta "
        "vie : 911, ou "
        "{traite}, jour et nuit.",
        "Perdre son toit fait peur, c'est vrai. Vous n'avez pas à dire comment elle gagne sa vie. D'abord, "
        "sa vie : 911.",
    ),
    (told.HOME, ""): (
        "Perdre son toit fait peur, c'est vrai. Demande une ambulance, dis seulement ce qui sert à soigner "
        ": 911.",
        "Perdre son toit fait peur, c'est vrai. Demandez une ambulance, dites seulement ce qui sert à la "
        "soigner : 911.",
    ),
    (told.FAMILY, ""): (
        "Tu as peur qu'on l'apprenne, c'est compris. Là, le plus pressé, c'est toi : le reste se parlera "
        "après, avec "
        "quelqu'un pour t'aider. 911, ou {traite}, jour et nuit.",
        "Cette peur se comprend. Là, le plus pressé est sa vie; le reste se parlera après. 911.",
    ),
    (told.POLICE, told.VIOLENCE): (
        "Tu as le droit d'avoir peur de la police. Tu n'as pas à dire comment tu gagnes ta vie. Si ça "
        "presse, le 911 "
        "est ce qui vient le plus vite; sinon {traite}, jour et nuit.",
        "Cette peur se comprend. Vous n'avez pas à dire comment elle gagne sa vie. Si ça presse, c'est le "
        "911.",
    ),
    (told.POLICE, ""): (
        "Tu as le droit d'avoir peur de la police. Au 911, demande une ambulance, et ne dis que ce qui "
        "sert à soigner.",
        "Cette peur se comprend. Au 911, demandez une ambulance, et ne dites que ce qui sert à la soigner.",
    ),
    (told.NALOXONE, ""): (
        "Donne-la tout de suite, et dis-le au 911. Si elle respire, couche-la sur le côté; reste avec elle.",
        "Donnez-la tout de suite, et dites-le au 911. Si elle respire, couchez-la sur le côté; restez avec "
        "elle.",
    ),
    (told.BETTER_OFF, ""): (
        "Personne ne serait mieux sans toi : c'est la douleur qui parle, et elle peut baisser. Qui peux-tu "
        "réveiller "
        "ou appeler, là, maintenant?",
        "Personne ne serait mieux sans vous : c'est la douleur qui parle, et elle peut baisser. Qui "
        "pouvez-vous "
        "appeler, là, maintenant?",
    ),
    (told.UNTAKEN, ""): (
        "Merci de le dire. Donne ce qui pourrait te blesser à quelqu'un, ou mets-le loin. {suicide}, jour "
        "et nuit.",
        "C'est bon à savoir. Mettez loin d'elle ce qui pourrait la blesser. {suicide}, jour et nuit.",
        "C'est bon à savoir. Mets loin d'elle ce qui pourrait la blesser. {suicide}, jour et nuit.",
    ),
    (told.DOUBT, ""): (
        "Dans le doute, c'est comme si oui : 911, une ambulance. Garde la boîte pour eux.",
        "Dans le doute, c'est comme si oui : 911, une ambulance. Dites comment elle parle et respire, "
        "gardez la boîte.",
        "Dans le doute, c'est comme si oui : 911, une ambulance. Dis comment elle parle et respire, garde "
        "la boîte.",
    ),
    (told.GOES, ""): (
        "Vas-y. Dès que tu es là où il y a du monde, demande un téléphone : 911, ou {traite}.",
        "Allez-y prudemment. Là où il y a du monde, le 911.",
    ),
    (told.GOES_TO_HER, ""): (
        "N'y va pas sans la police. Dis au 911 tout ce que tu sais : ses messages, son numéro. Garde ton "
        "cell libre.",
        "N'y allez pas sans la police. Dites au 911 tout ce que vous savez : ses messages, son numéro de "
        "cellulaire. "
        "Gardez votre téléphone libre et chargé.",
    ),
    (told.WILL_NOT, told.SUICIDE): (
        "Merci de me le dire. Si l'idée revient : {suicide}, jour et nuit, juste pour parler.",
        "Merci de le préciser. Si l'idée revient : {suicide}, jour et nuit.",
    ),
    (told.WILL_NOT, told.VIOLENCE): (
        "C'est noté, tu ne feras rien. La colère se comprend; pour la déposer : {social}, option 2, jour "
        "et nuit.",
        "C'est noté, vous ne ferez rien. La colère se comprend; pour la déposer : {social}, option 2, jour "
        "et nuit.",
    ),
    (told.THINKS, ""): (
        "C'est noté, tu ne feras rien. Quand tu y penses, est-ce à lui faire du mal, ou à t'en faire à toi?",
        "C'est noté, vous ne ferez rien. Quand vous y pensez, est-ce à lui faire du mal, ou à vous en "
        "faire à vous?",
    ),
}
