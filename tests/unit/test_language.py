"""Guessing a language: right where it is clear, "und" where it is not."""

import pytest

from bookbytes_core.domain.language import guess_language, is_other_language

TEXTS = {
    "en": "It was the best of all the days that he had seen in the house by the sea, and she was not there with him.",
    "de": "Es war der schönste Tag, den er in dem Haus an der See erlebt hatte, und sie war nicht mit ihm dort.",
    "fr": "C'était le plus beau des jours que l'on avait vus dans la maison, et elle n'était pas là avec lui.",
    "es": "Era el mejor de los días que se había visto en la casa, y ella no estaba con él porque no lo sabía.",
    "it": "Era il più bello dei giorni che si erano visti nella casa, e lei non era con lui perché non lo sapeva.",
    "nl": "Het was de mooiste dag die hij in het huis aan de zee had gezien, en zij was niet met hem op het eiland.",
    "ru": "Это был лучший день, который он видел в доме у моря, и она не была с ним, потому что этого не знала.",
    "uk": "Це був найкращий день, який він бачив у своїй хаті, і її тоді не було з ним, бо вона цього ще не знала.",
    "el": "Ήταν η καλύτερη μέρα που είχε δει στο σπίτι και εκείνη δεν ήταν μαζί του για να το μάθει από την αρχή.",
    "he": "זה היה היום הטוב ביותר שראה בבית ליד הים, והיא לא הייתה איתו כי לא ידעה על כך דבר.",
    "ja": "それは彼が海辺の家で見た中で最も良い日だったが、彼女はそのことを知らなかったので彼と一緒にいなかった。",
    "zh": "那是他在海邊的房子裡見過的最好的一天，可是她不知道這件事，所以沒有和他在一起。",
    "ko": "그것은 그가 바닷가 집에서 본 가장 좋은 날이었지만 그녀는 그것을 몰랐기 때문에 그와 함께 있지 않았다.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_page_of_text_is_enough(language: str) -> None:
    assert guess_language([TEXTS[language]] * 5) == language


@pytest.mark.parametrize("text", ["", "Hello", "1234 5678 " * 100, "lorem ipsum dolor sit amet consetetur " * 20])
def test_what_is_not_clear_is_not_guessed(text: str) -> None:
    assert guess_language([text]) == "und"


def test_danish_and_norwegian_are_too_close() -> None:
    assert guess_language(["og det var en mand som ikke havde set til den by på den ø før i sit liv " * 10]) in (
        "da",
        "und",
    )


class TestAnotherLanguage:
    @pytest.mark.parametrize("asked", [*TEXTS, "en-GB", "zh_TW"])
    def test_one_sentence_is_enough_to_tell_what_was_not_asked_for(self, asked: str) -> None:
        other = {language for language, text in TEXTS.items() if is_other_language([text], asked)}
        assert other == {language for language in TEXTS if language != asked[:2]}

    @pytest.mark.parametrize(
        ("text", "asked"),
        [
            ("", "en"),
            ("Ave Maria.", "en"),
            ("Kvinden havde ikke set manden i det hus som lå ved havet, og det var hun glad for den dag.", "nn"),
            ("Bio je to najbolji dan koji je on vidio u kući na moru, a ona nije bila tamo i to nije znala.", "sr"),
            (TEXTS["en"], "und"),
            (TEXTS["en"], "eo"),
            ("این بهترین روزی بود که او در خانه کنار دریا دیده بود.", "fa"),
            ("The men of the Académie des Sciences went to the Rue de la Paix.", "en"),
        ],
    )
    def test_what_cannot_be_told_apart_is_none(self, text: str, asked: str) -> None:
        assert not is_other_language([text], asked)

    def test_letters_tell_what_no_list_of_words_does(self) -> None:
        assert is_other_language([TEXTS["en"]], "ar")
        assert is_other_language([TEXTS["ja"]], "zh")
