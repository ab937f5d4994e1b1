import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailroom.automatic import Bounce, Judgement, Kind, Sign, judge
from mailroom.holiday_notes import BEGINNINGS
from mailroom.reading import read
from notifications.delivery_faults import Fault


def judged(headers: str, body: str = "Hello.\n") -> Judgement:
    return judge(
        read(f"{headers.strip()}\n\n{body}".encode()),
        list_hosts=["porchlight.example"],
        sender_hosts=["in.porchlight.example"],
    )


def test_what_a_person_writes_is_a_persons() -> None:
    found = judged("From: Ana <ana@porchlight.example>\nSubject: Re: Walk\nAuto-Submitted: no")
    assert found == Judgement(Kind.PERSON, Sign.NONE)


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Automatic reply: Walk",
        "Out of office hours, who opens the hall?",
        "Vacation",
        "Absence of buses on Maple Street",
        "Ferie",
        "Fuera de la oficina postal hay un cartel",
        "Ooops",
    ],
)
def test_a_person_may_write_about_holidays(subject: str) -> None:
    assert judged(f"From: ana@maple.example\nSubject: {subject}").kind is Kind.PERSON


@pytest.mark.parametrize("phrase", [phrase for row in BEGINNINGS.values() for phrase in row.plain])
def test_a_subject_that_says_so_is_an_automatic_reply(phrase: str) -> None:
    for subject in (phrase.capitalize(), f"{phrase.upper()}: Re: Walk", f"{phrase} - Walk"):
        found = judged(f"From: ana@maple.example\nSubject: {subject}")
        assert (found.kind, found.sign) == (Kind.AUTO_REPLY, Sign.SUBJECT)


@pytest.mark.parametrize(
    "phrase", [phrase for row in BEGINNINGS.values() for phrase in row.holiday]
)
def test_a_subject_about_holidays_is_one_in_an_answer(phrase: str) -> None:
    headers = f"From: ana@maple.example\nSubject: {phrase}: Walk"
    assert judged(headers).kind is Kind.PERSON
    answer = judged(f"{headers}\nIn-Reply-To: <1@porchlight.example>")
    assert (answer.kind, answer.sign) == (Kind.AUTO_REPLY, Sign.SUBJECT)


@pytest.mark.parametrize(
    ("header", "kind", "sign"),
    [
        ("Auto-Submitted: auto-replied", Kind.AUTO_REPLY, Sign.AUTO_SUBMITTED),
        ("Auto-Submitted: Auto-Replied (vacation)", Kind.AUTO_REPLY, Sign.AUTO_SUBMITTED),
        ("Auto-Submitted: auto-generated; x=y", Kind.BULK, Sign.AUTO_SUBMITTED),
        ("X-Autoreply: yes", Kind.AUTO_REPLY, Sign.RESPONDER),
        ("X-Autorespond: Walk", Kind.AUTO_REPLY, Sign.RESPONDER),
        ("Precedence: auto_reply", Kind.AUTO_REPLY, Sign.RESPONDER),
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply", Kind.AUTO_REPLY, Sign.SUPPRESSES_ANSWERS),
        ("Return-Path: <>", Kind.AUTO_REPLY, Sign.NO_RETURN_PATH),
        ("Precedence: bulk", Kind.BULK, Sign.PRECEDENCE),
        ("List-Id: Oak <oak.lists.example>", Kind.BULK, Sign.LIST),
        ("List-Unsubscribe: <mailto:x@y.example>", Kind.BULK, Sign.LIST),
        ("List-Id: Maple <notices.maple.porchlight.example>", Kind.LOOP, Sign.OWN_LIST),
        ("X-Porchlight-Hops: 1", Kind.LOOP, Sign.OWN_HOPS),
        ("\n".join(["Received: from a by b"] * 60), Kind.LOOP, Sign.MANY_STATIONS),
    ],
)
def test_headers_tell_what_a_machine_made(header: str, kind: Kind, sign: Sign) -> None:
    found = judged(f"From: ana@maple.example\nSubject: Walk\n{header}")
    assert (found.kind, found.sign) == (kind, sign)


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        ("reply+abc@in.porchlight.example", Kind.LOOP),
        ("no-reply@shop.example", Kind.BULK),
        ("noreply+x@shop.example", Kind.BULK),
        ("MAILER-DAEMON@maple.example", Kind.BULK),
        ("noreplying@maple.example", Kind.PERSON),
        ("", Kind.PERSON),
    ],
)
def test_some_senders_are_no_people(sender: str, kind: Kind) -> None:
    assert judged(f"From: {sender}\nSubject: Walk").kind is kind


def test_an_answer_to_an_invitation_is_a_persons_though_a_calendar_wrote_it() -> None:
    found = judged(
        "From: ana@maple.example\nAuto-Submitted: auto-generated\n"
        "Content-Type: text/calendar; method=REPLY",
        "BEGIN:VCALENDAR\nMETHOD:REPLY\n",
    )
    assert (found.kind, found.sign) == (Kind.PERSON, Sign.CALENDAR)


def delivery_report(*recipients: str) -> Judgement:
    groups = "\n\n".join(("Reporting-MTA: dns; mx.maple.example", *recipients))
    return judged(
        "From: Mail Delivery System <MAILER-DAEMON@mx.maple.example>\n"
        "Auto-Submitted: auto-replied\nSubject: Undelivered Mail Returned to Sender\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "--b\n\nIt failed.\n"
        f"--b\nContent-Type: message/delivery-status\n\n{groups}\n\n"
        "--b\nContent-Type: message/rfc822\n\nMessage-ID: <1@porchlight.example>\n\nHi\n--b--\n",
    )


@pytest.mark.parametrize(
    ("status", "diagnostic", "hard"),
    [
        ("5.1.1", "smtp; 550 5.1.1 <ana@oak.example>: user unknown", True),
        ("5.1.10", "smtp; 550 5.1.10 RecipientNotFound", True),
        ("5.2.1", "smtp; 550 5.2.1 The account is inactive", True),
        ("5.5.0", "smtp; 550 5.5.0 mailbox unavailable", True),
        ("5.0.0", "smtp; 554 delivery error: This user doesn't have an account", True),
        ("", "smtp; 550 No such user here", True),
        ("5.1.2", "dns; Host or domain name not found", True),
        ("5.2.2", "smtp; 552 5.2.2 The mailbox is over quota", False),
        ("5.7.1", "smtp; 550 5.7.1 blocked by policy", False),
        ("5.3.4", "smtp; 552 message too large", False),
        ("5.0.0", "smtp; 550 looks like spam", False),
        ("4.4.1", "smtp; 451 try again later", False),
        ("", "", False),
    ],
)
def test_a_delivery_report_says_whether_the_address_is_at_fault(
    status: str, diagnostic: str, hard: bool
) -> None:
    found = delivery_report(
        f"Final-Recipient: rfc822; Ana@Oak.example\nAction: failed\n"
        f"Status: {status}\nDiagnostic-Code: {diagnostic}"
    )
    assert (found.kind, found.sign) == (Kind.BOUNCE, Sign.DELIVERY_REPORT)
    bounce = found.bounces[0]
    assert (bounce.address, bounce.hard) == ("ana@oak.example", hard)
    assert bounce.diagnostic == diagnostic


def test_a_delay_is_never_hard() -> None:
    found = delivery_report(
        "Final-Recipient: rfc822; a@oak.example\nAction: delayed\nStatus: 5.1.1"
    )
    assert found.bounces == (Bounce("a@oak.example", Fault.NONE, status="5.1.1", diagnostic=""),)


def test_a_report_names_all_its_recipients() -> None:
    found = delivery_report(
        "Final-Recipient: rfc822; a@oak.example\nAction: delivered\nStatus: 2.0.0",
        "Final-Recipient: rfc822; b@oak.example\nAction: failed\nStatus: 5.1.1",
        "Original-Recipient: rfc822;c@oak.example\nAction: failed\nStatus: 5.1.1",
    )
    assert [bounce.address for bounce in found.bounces] == ["b@oak.example", "c@oak.example"]


def test_a_report_of_success_is_no_bounce() -> None:
    found = delivery_report("Final-Recipient: rfc822; a@oak.example\nAction: delivered")
    assert (found.kind, found.bounces) == (Kind.AUTO_REPLY, ())


def test_a_mail_systems_letter_is_a_bounce() -> None:
    found = judged(
        "From: MAILER-DAEMON@mx.oak.example\nSubject: failure notice\nReturn-Path: <>",
        "Hi. This is the qmail-send program.\n\n<ana@oak.example>:\n"
        "Sorry, no mailbox here by that name. (#5.1.1)\n",
    )
    assert found.kind is Kind.BOUNCE
    assert (found.bounces[0].address, found.bounces[0].hard) == ("ana@oak.example", True)


def test_a_header_may_name_who_was_not_reached() -> None:
    found = judged(
        "From: Mail <mailer-daemon@mx.example>\nX-Failed-Recipients: ana@oak.example\nSubject: x"
    )
    assert found.bounces[0].address == "ana@oak.example"
    assert not found.bounces[0].hard


def feedback(feedback_type: str) -> Judgement:
    return judged(
        "From: feedback@isp.example\nSubject: FW: Digest\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b",
        "--b\n\nComplaint.\n--b\nContent-Type: message/feedback-report\n\n"
        f"Feedback-Type: {feedback_type}\nVersion: 1\nOriginal-Rcpt-To: <Ana@oak.example>\n"
        "--b\nContent-Type: message/rfc822\n\nMessage-ID: <7@porchlight.example>\n\nHi\n--b--\n",
    )


def test_a_complaint_says_who_and_which_mail() -> None:
    complaint = feedback("abuse").complaint
    assert complaint is not None
    assert complaint.address == "ana@oak.example"
    assert complaint.message_id == "<7@porchlight.example>"


def test_who_takes_a_complaint_back_complains_no_more() -> None:
    found = feedback("not-spam")
    assert (found.kind, found.complaint) == (Kind.AUTO_REPLY, None)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["delivery-status", "feedback-report", "x"]))
def test_any_report_can_be_judged(content: bytes, kind: str) -> None:
    data = f"Content-Type: multipart/report; report-type={kind}; boundary=b\n\n--b\n".encode()
    data += f"Content-Type: message/{kind}\n\n".encode() + content
    judge(read(data), list_hosts=["x.example"], sender_hosts=["x.example"])
    judge(read(content))


def test_a_read_receipt_is_automatic() -> None:
    found = judged(
        "From: ana@oak.example\nSubject: Read: Walk\n"
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
        "--b\n\nRead.\n--b\nContent-Type: message/disposition-notification\n\nDisposition: x\n--b--",
    )
    assert (found.kind, found.sign) == (Kind.AUTO_REPLY, Sign.READ_RECEIPT)
