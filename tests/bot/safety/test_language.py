"""Which language a message is in."""

from __future__ import annotations

import pytest

from bot.safety.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "fr"),
        ("ok", "fr"),
        ("jveux une place pr dormir", "fr"),
        ("I need a place to sleep tonight", "en"),
        ("necesito ayuda por favor, no tengo donde dormir", "es"),
        ("Montréal", "fr"),
        ("je cherche un refuge", "fr"),
        ("jveu plu vivre", "fr"),
        ("il m'a locked in la chambre", "fr"),
        ("je pense à me tuer depuis hier", "fr"),
        ("je veux mourir", "fr"),
        ("i want to die", "en"),
        ("help me please", "en"),
        ("I need a shelter tonight", "en"),
        ("he took my passport and won't let me leave", "en"),
        ("do you have a place in Laval", "en"),
        ("necesito ayuda por favor", "es"),
        ("mi novio me pega y no puedo salir de la casa", "es"),
        ("¿hay un abogado en Montreal?", "es"),
        ("me voy a matar esta noche", "es"),
        ("me violaron", "es"),
        ("un cliente me obligó la semana pasada", "es"),
        ("i'm 16 and he is 34, he pays my room", "en"),
        ("can you get me out", "en"),
        # French as it is typed or sounds, with words that English has too
        ("jpense a me tuer tous les jours", "fr"),
        ("i di ki va me kassé lé jambe", "fr"),
        ("mon ex mé mon nu an line é i me bat", "fr"),
        ("mon chum é tro jalou i me pousse, jorè bezoin daide", "fr"),
        ("test its a rimouski", "fr"),
        ("ben wé", "fr"),
        # French as it sounds
        ("yo", "fr"),
        ("jvoudré mandormir é kon moubli", "fr"),
        ("lé fiye ki fon pa leur kotta von o sousol san manjé", "fr"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language
