"""The words around the reviewed lines of a danger: reminders, choices, what is said in doubt.

No number but 911 stands here: the lines and their numbers are those of bot/safety/replies.yml.
"""

from __future__ import annotations

from collections.abc import Mapping

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
    ),
    ("fr", False): (
        "Le 911, dès que vous pouvez. On vous dira quoi faire en attendant.",
        "C'est toujours le 911 qui peut venir vite. On vous guide au téléphone.",
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
    ),
    ("fr", False): (
        "Le 911 maintenant, même si ça semble aller. Dites-leur comment elle respire.",
        "Le 911, tout de suite. On vous guide au téléphone, restez avec elle.",
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
