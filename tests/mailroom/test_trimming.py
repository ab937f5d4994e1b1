import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailroom.trimming import trim

QUOTE = "On Mon, Feb 1, 2016 at 4:58 AM, Ana <ana@maple.example> wrote:\n\n> Who walks?\n"


def test_a_mail_without_any_of_it_stays_as_it_is() -> None:
    text = "Hello all,\n\nwe meet on Tuesday.\n\nAna"
    assert trim(text) == trim(f"{text}\n\n")
    assert trim(text).written == text
    assert trim(text).cut == ""


def test_a_mail_that_is_only_quotation_says_nothing() -> None:
    assert trim("> Who walks?\n> Tell us.\n").written == ""
    assert trim(QUOTE).written == ""
    assert "> Who walks?" in trim(QUOTE).cut


def test_answers_between_quoted_lines_stay_with_what_they_answer() -> None:
    text = (
        "Hi Ana,\n\nOn Mon, Feb 1, 2016 at 4:58 AM, Ana <ana@maple.example> wrote:\n"
        "> Who walks?\n\nI do.\n\n> When?\n\nAt 7:30.\n\n> Thank you.\n> Ana\n"
    )
    assert trim(text).written == "Hi Ana,\n\n> Who walks?\n\nI do.\n\n> When?\n\nAt 7:30."
    assert trim(text).cut.splitlines()[-1] == "> Ana"


def test_answers_without_blank_lines_round_them_stay_too() -> None:
    text = "Ana wrote:\n> Who walks?\nI do.\n> When?\nAt 7:30.\n"
    assert trim(text).written == "> Who walks?\nI do.\n> When?\nAt 7:30."


def test_a_quoted_line_that_a_program_wrapped_is_no_answer() -> None:
    text = (
        f"Yes.\n\n{QUOTE}> The walk begins at the corner of Maple and Third and goes on to the\n"
        "school.\n> It ends there.\n"
    )
    assert trim(text).written == "Yes."


def test_a_quotation_of_the_writers_own_stays() -> None:
    text = "As they say,\n\n> many hands\n\nand so on."
    assert trim(text).written == text


@pytest.mark.parametrize(
    "written",
    [
        "1. first\n2. second\n   - a\n   - b\n\n10) tenth",
        "```\n# a comment\n----------\n> not quoted\nOn 1/2/2016 10:30, Ana <a@b.c> wrote:\n```\n\nend",
        "# Plan\n\nWords.\n\n---\n\nMore words, a sentence.\n\n* one\n* two",
        "Heading\n-------\n\nA paragraph with [a link](https://x.example/a_b).\n\nAnother\n=======\n\nEnd.",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "    indented = code\n\nand text",
        "Budget\n------\nfood\nbuses\n\nWho pays?",
        "To: everybody who walks\nSubject to rain: we walk.",
        "Bring:\n\n***\n\nbread\nwater\nshoes",
        "+1",
        "#A2 yes, we do this with Ana\n#B1 me too",
        "Sent from the council, the letter says that we may stay. That is good news for us all.",
    ],
)
def test_lists_code_and_markdown_are_unharmed(written: str) -> None:
    assert trim(written).written == written
    assert trim(f"{written}\n\n{QUOTE}").written == written


@pytest.mark.parametrize(
    "head",
    [
        "From: Ana Ruiz <ana@maple.example>\nSent: Monday, February 1, 2016 4:58 AM\nTo: Luis\nSubject: Walk",
        "*From:* Ana Ruiz\n*Date:* Feb 1, 2016\n*To:* Luis; Bo;\n   Cy\n*Subject:* Walk",
        "From: Ana Ruiz [mailto:ana@maple.example] Sent: Monday To: Luis Subject: Walk",
        "De: Ana Ruiz\nEnviado el: lunes, 1 de febrero de 2016 4:58\nPara: Luis\nAsunto: Caminar",
        "De : Ana Ruiz\nEnvoyé : lundi 1 février 2016 04:58\nÀ : Luis\nObjet : Marche",
        "De: Ana Ruiz\nEnviada em: segunda-feira\nPara: Luis\nAssunto: Andar",
        "Von: Ana Ruiz\nGesendet: Montag, 1. Februar 2016 04:58\nAn: Luis\nBetreff: Gehen",
        "Da: Ana Ruiz\nInviato: lunedì 1 febbraio 2016 04:58\nA: Luis\nOggetto: Camminare",
        "Van: Ana Ruiz\nVerzonden: maandag 1 februari 2016 04:58\nAan: Luis\nOnderwerp: Lopen",
        "Od: Ana Ruiz\nWysłano: poniedziałek\nDo: Luis\nTemat: Spacer",
        "Från: Ana Ruiz\nSkickat: den 1 februari 2016 04:58\nTill: Luis\nÄmne: Gå",
        "Fra: Ana Ruiz\nSendt: mandag 1. februar 2016 04:58\nTil: Luis\nEmne: Gå",
        "Lähettäjä: Ana Ruiz\nLähetetty: maanantai\nVastaanottaja: Luis\nAihe: Kävely",
        "От: Ana Ruiz\nОтправлено: 1 февраля 2016 г. 4:58\nКому: Luis\nТема: Идём",
        "Від: Ana Ruiz\nНадіслано: 1 лютого 2016 р.\nКому: Luis\nТема: Ідемо",
        "发件人: Ana Ruiz\n发送时间: 2016年2月1日 4:58\n收件人: Luis\n主题: 走",
        "寄件者：Ana Ruiz\n寄件日期：2016年2月1日\n收件者：Luis\n主旨：走",
    ],
)
@pytest.mark.parametrize(
    "divider", ["", "_" * 32 + "\n", "-----Original Message-----\n", "---\n\n", "\n"]
)
def test_the_head_of_a_quoted_mail_takes_the_rest_along(head: str, divider: str) -> None:
    text = f"Yes, we walk.\n\n{divider}{head}\n\nWho walks?\n\nAna\n"
    assert trim(text).written == "Yes, we walk."


@pytest.mark.parametrize(
    "divider",
    [
        "-----Original Message-----",
        "-------- Original message --------",
        "-----Mensaje original-----",
        "-------- Message d'origine --------",
        "-----Mensagem original-----",
        "-----Ursprüngliche Nachricht-----",
        "-----Messaggio originale-----",
        "-----Oorspronkelijk bericht-----",
        "-----Oryginalna wiadomość-----",
        "-----Ursprungligt meddelande-----",
        "-----Opprinnelig melding-----",
        "-----Oprindelig meddelelse-----",
        "-----Исходное сообщение-----",
        "------------------ 原始邮件 ------------------",
    ],
)
def test_a_divider_takes_the_rest_along(divider: str) -> None:
    assert trim(f"Yes.\n\n{divider}\n\nWho walks?\n").written == "Yes."


@pytest.mark.parametrize(
    "divider",
    [
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "---------- Mensaje reenviado ----------",
        "---------- Message transféré ---------",
        "---------- Mensagem encaminhada ---------",
        "-------- Weitergeleitete Nachricht --------",
        "---------- Messaggio inoltrato ---------",
        "-------- Doorgestuurd bericht --------",
        "---------- Пересылаемое сообщение ---------",
        "---------- 转发的邮件 ---------",
    ],
)
def test_a_forward_is_recognised(divider: str) -> None:
    mail = "From: Bo <bo@x.example>\nDate: Feb 1\nSubject: Walk\nTo: Ana\n\nWho walks?\n"
    with_words = trim(f"Look at this.\n\n{divider}\n{mail}")
    assert with_words.written == "Look at this."
    assert with_words.forwarded == f"{divider}\n{mail}".strip()
    bare = trim(f"{divider}\n{mail}")
    assert bare.written == ""
    assert bare.forwarded.startswith(divider)
    assert not trim(QUOTE).forwarded


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent from my Galaxy S9, please excuse my thumbs.",
        "Sent from Yahoo Mail on Android",
        "Sent from [Mail](https://x.example) for Windows",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Enviado desde mi iPhone",
        "Enviado desde Outlook",
        "Envoyé de mon iPhone",
        "Enviado do meu iPhone",
        "Von meinem iPhone gesendet",
        "Gesendet mit der GMX Mail App",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Wysłane z iPhone'a",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Odesláno z iPhonu",
        "Отправлено с iPhone",
        "Отправлено из мобильной Почты",
        "Надіслано з iPhone",
        "从我的 iPhone 发送",
        "发自我的 iPhone",
        "iPhoneから送信",
    ],
)
def test_a_line_that_names_the_device_goes(line: str) -> None:
    assert trim(f"Yes.\n\n{line}").written == "Yes."
    assert trim(f"Yes.\n{line}\n\n{QUOTE}").written == "Yes."
    assert trim(f"{line}\n\n{QUOTE}").written == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "From my experience, this never works.",
        "Desde mi punto de vista, sí.",
        "Von meinem Standpunkt aus geht das.",
        "Ich habe dir eine Mail gesendet.",
        "Sent by mail yesterday.",
        "Enviado por correo a todos los padres.",
        "Sent from the school's computer, as there is no other way to reach everybody today.",
    ],
)
def test_a_sentence_about_sending_stays(sentence: str) -> None:
    assert trim(f"Yes.\n\n{sentence}\n\n{QUOTE}").written == f"Yes.\n\n{sentence}"


def test_an_announcement_is_no_head_of_a_mail() -> None:
    text = "Hola, el aviso:\n\nPara: todos\nFecha: 3 de mayo\nDe: 10 a 12\n\nTraigan agua."
    assert trim(text).written == text


def test_a_bare_head_leaves_nothing_of_the_writers() -> None:
    text = "From: Ana <a@x.example>\nSent: Monday\nTo: Luis\nSubject: Walk\n\nWho walks?\n"
    assert trim(text).written == ""


def test_a_phone_puts_the_introduction_into_the_quotation() -> None:
    text = "> On Feb 1, 2016, at 4:58 AM, Ana <a@x.example> wrote:\n> \n> Who?\n\nI do.\n"
    assert trim(text).written == "I do."


def test_a_quotation_inside_a_quotation_is_the_writers_own() -> None:
    text = "> Ana wrote:\n> > Who?\n>\n> I ask too.\n\nI do.\n"
    assert trim(text).written == text.strip()


@pytest.mark.parametrize("rule", ["-----", "=====", "____", "———————", "*" * 12])
def test_a_drawn_line_and_a_little_below_it_go(rule: str) -> None:
    assert trim(f"Yes.\n\n{rule}\nNo virus was found.\n").written == "Yes."


def test_what_a_program_forgot_to_mark_over_an_older_mail_goes() -> None:
    text = (
        f"Yes.\n\n{QUOTE}\nThis was Ana's too.\n\nOn 1/2/2016 10:30, Bo <b@x.example> wrote:\n\nHi"
    )
    assert trim(text).written == "Yes."
    assert trim(f"{text.partition('Hi')[0]}> Hi\n").written == "Yes."


def test_an_apology_for_typing_goes_with_the_device() -> None:
    text = "Yes.\n\nSent from my phone\nPlease excuse brevity and typos.\n"
    assert trim(text).written == "Yes."


def test_who_asks_how_to_leave_the_list_is_heard() -> None:
    text = "To unsubscribe from this list, what do I do?"
    assert trim(f"{text}\n\n{QUOTE}").written == text


def test_an_answer_below_stays_and_a_signature_below_goes() -> None:
    assert (
        trim(f"Hi Ana,\n\n{QUOTE}\nWe walk with them.\n").written == "Hi Ana,\n\nWe walk with them."
    )
    assert trim(f"We walk.\n\n{QUOTE}\nLuis Ortega\nMaple Street\n").written == "We walk."


@pytest.mark.parametrize("mark", ["-- ", "--", "—", "_" * 30, "- -"])
def test_from_the_signatures_mark_on_the_rest_goes(mark: str) -> None:
    text = f"Yes, we walk.\n\n{mark}\nLuis Ortega\nMaple Street\n+1 555 0100\n"
    assert trim(text).written == "Yes, we walk."
    assert trim(f"{text}\n{QUOTE}").written == "Yes, we walk."
    assert "Luis Ortega" in trim(text).cut


def test_a_greeting_at_the_end_is_the_writers() -> None:
    assert trim(f"Yes.\n\nThanks,\nLuis\n\n{QUOTE}").written == "Yes.\n\nThanks,\nLuis"


@pytest.mark.parametrize(
    "notice",
    [
        "CONFIDENTIALITY NOTICE: This e-mail and any attachments are intended only for the person"
        " named above.\nIf you received this in error, please notify the sender.",
        "AVISO: Este mensaje y sus archivos son confidenciales y van dirigidos solo a su"
        " destinatario. Si lo recibió por error, bórrelo.",
        "Ce message et ses pièces jointes sont confidentiels et destinés à leur destinataire ;"
        " si vous le recevez par erreur, merci de le détruire.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Empfänger"
        " sind oder sie irrtümlich erhalten haben, löschen Sie sie bitte.",
        "Please consider the environment before printing this mail.",
        "You received this message because you are subscribed to the list.\nLeave: x@y.example",
    ],
)
def test_a_notice_that_a_machine_put_below_goes(notice: str) -> None:
    assert trim(f"Yes.\n\nLuis\n\n{notice}\n").written == "Yes.\n\nLuis"
    assert trim(f"Yes.\n\nLuis\n\n{notice}\n\n{QUOTE}").written == "Yes.\n\nLuis"


def test_a_line_that_asks_for_the_answer_above_ends_it() -> None:
    text = "Yes.\n\n##- Please type your reply above this line -##\n\nAna asks: who walks?\n"
    assert trim(text).written == "Yes."


def test_windows_line_ends_count_as_line_ends() -> None:
    assert trim("a\r\nb\rc\r\n").written == "a\nb\nc"


LINES = st.one_of(
    st.sampled_from(
        [
            "",
            "> quoted",
            "--",
            "```",
            "_" * 30,
            "On Mon, Feb 1, 2016 at 4:58 AM, Ana <ana@maple.example> wrote:",
            "Am 1. Februar 2016 um 04:58 schrieb Ana <",
            "ana@maple.example>:",
            "From: Ana",
            "Sent: Monday",
            "To: Luis",
            "Begin forwarded message:",
            "Sent from my iPhone",
        ]
    ),
    st.text(max_size=40),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25).map("\n".join))
def test_no_line_is_lost_and_none_is_invented(text: str) -> None:
    trimmed = trim(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = trimmed.written.split("\n") + trimmed.cut.split("\n")
    assert sorted(filter(None, map(str.strip, lines))) == sorted(filter(None, map(str.strip, kept)))
