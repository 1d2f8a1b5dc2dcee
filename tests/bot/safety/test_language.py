"""Which language a message is in."""

from __future__ import annotations

import pytest

from bot.safety.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "fr"),
        ("ok", "fr"),
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
        # French as it sounds
        ("yo", "fr"),
        ("jvoudré mandormir é kon moubli", "fr"),
        ("lé fiye ki fon pa leur kotta von o sousol san manjé", "fr"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language
