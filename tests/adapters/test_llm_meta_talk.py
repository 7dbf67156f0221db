"""Talk of a summary, of a text that was given or of a machine is told from what a book says."""

import pytest

from bookbytes_adapters.llm.meta_talk import declines, without_meta_talk


@pytest.mark.parametrize(
    "sentence",
    [
        "Here is the summary.",
        "Sure! Here’s a short summary of the chapter in about 40 words:",
        "Here are the summaries you asked for.",
        "This chapter summary covers the building of the harbour.",
        "This summary describes the life of the keeper.",
        "The following is a brief overview of the chapter.",
        "I have written a summary of the chapter.",
        "As an AI, I do not have opinions about the author.",
        "As a large language model I cannot say.",
        "I'm an AI language model.",
        "I am sorry, but I cannot help with that.",
        "I hope this summary helps!",
        "Let me know if you would like more.",
        "Please note that this summary leaves out the end.",
        "The provided text tells of a harbour.",
        "The text you provided is about a harbour.",
        "The user wants a summary.",
        "Summary of the chapter.",
        "End of summary.",
        "Certainly!",
        "Gerne, hier ist die Zusammenfassung des Kapitels:",
        "Diese Zusammenfassung beschreibt den Hafen.",
        "Als KI habe ich keine Meinung.",
        "Voici le résumé du chapitre :",
        "Ce résumé décrit le port.",
        "En tant qu’IA, je ne peux pas.",
        "Aquí tienes el resumen del capítulo:",
        "Este resumen describe el puerto.",
        "Ecco il riassunto del capitolo:",
        "Aqui está o resumo do capítulo:",
        "Hier is de samenvatting:",
        "Вот краткое содержание главы:",
        "以下はこの章の要約です。",
        "以下是本章的摘要。",
        "作为人工智能，我没有看法。",
    ],
)
def test_a_sentence_about_the_answer_is_dropped(sentence: str) -> None:
    assert without_meta_talk(sentence) == ""


@pytest.mark.parametrize(
    "lead_in",
    [
        "In summary, ",
        "To sum up: ",
        "Summary: ",
        "Chapter summary: ",
        "Summary of chapter three: ",
        "Here is the summary: ",
        "According to the text, ",
        "As described in the passage, ",
        "In conclusion, to summarize, ",
        "Zusammenfassend: ",
        "Zusammenfassung des Kapitels: ",
        "En résumé, ",
        "En resumen, ",
        "In sintesi, ",
        "Em resumo, ",
        "Samengevat: ",
        "Sentence 3: ",
    ],
)
def test_a_lead_in_is_cut_off(lead_in: str) -> None:
    assert without_meta_talk(f"{lead_in}the boats came back at noon.") == "The boats came back at noon."


@pytest.mark.parametrize(
    "sentence",
    [
        "Here is the harbour, and there the town.",
        "Here are the boats that came back.",
        "The summary of the evidence was read by the judge.",
        "Summary judgment was given: he had lost.",
        "He gave them an overview: they were to leave at noon.",
        "Certainly the keeper stayed.",
        "The following morning the boats left.",
        "This is the harbour of the island.",
        "This was the end of the summer.",
        "The text of the treaty was given to the king.",
        "As an aide to the general he saw the war.",
        "I cannot leave the lamp, he said.",
        "I am sorry for the boats, he said.",
        "Als Kind lebte er am Hafen.",
        "Como niño vivía en el puerto.",
        "Voici le port, dit-elle.",
        "Das Kapitel des Klosters wählte einen Abt.",
        "総じて言えば、船は戻った。",
    ],
)
def test_what_a_book_may_say_stays(sentence: str) -> None:
    assert without_meta_talk(sentence) == sentence


def test_an_excuse_is_told_from_an_answer() -> None:
    assert declines("I'm sorry, but I can't help with that.")
    assert declines("Es tut mir leid, das geht nicht.")
    assert not declines("The harbour lies on the north side.")
