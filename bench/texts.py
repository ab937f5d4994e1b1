"""Titles and bodies for the data set: Markdown of about 80 words, the same for the same seed."""

import random

OPENINGS = (
    "We tried this at our two middle schools this spring and it did not go as we had planned.",
    "Thank you for raising this, because our families have asked the same thing since September.",
    "I sat with three parents last night and wrote down what they said before I forgot it.",
    "Our attendance team met on Tuesday and looked at the numbers for the first six weeks.",
    "Nos pasó lo mismo el año pasado, y lo que ayudó fue llamar a cada familia por la tarde.",
    "A short answer first: **yes, it works**, but only when somebody calls on the same day.",
    "Before we spend money on this, I would like to hear from people who have done it twice.",
    "I was sceptical at the start, and I changed my mind after the second month.",
)
MIDDLES = (
    "The bus arrives after the first bell on rainy days, so forty children are marked late.",
    "Families told us that the letter sounded like a threat, so we wrote it again in plain words.",
    "What made the difference was *one person* whom every family could reach by telephone.",
    "The clinic opens at eight now, and parents no longer choose between a doctor and a lesson.",
    "We share the list each Friday, and the principals read it together over lunch.",
    "It costs us about two hours a week and the price of the coffee.",
    "Teachers asked for fewer forms, so we took away four of the seven.",
    "The data are on [our page](https://example.org/attendance), with the names taken out.",
    "Grandparents do much of the driving here, and nobody had ever invited them.",
    "Our board wanted proof first, so we began with two classrooms and kept a diary.",
    "The after-school tutors now see the same calendar as the teachers, which sounds small.",
    "Half of the children who left us in October had come back by January.",
)
ITEMS = (
    "call on the first day of absence, not the third",
    "ask what would make the morning easier",
    "write down the answer in the family's own words",
    "let a parent run the meeting",
    "feed people, always, and bring something for small children",
    "agree on **one** number to look at each month",
    "thank the driver by name",
    "translate before you print, not after",
    "visit at home only when you are asked to",
    "stop doing the thing that nobody can explain",
)
QUOTES = (
    "> Nobody ever asked me what time suits me.",
    "> We knew it. We had only never seen it on one page.",
    "> If you want me there, tell me what I can decide.",
)
CLOSINGS = (
    "Has anybody tried this with families who work at night?",
    "I am glad to share the form we use; tell me where to send it.",
    "Next month we look again, and I will report what happened.",
    "What would you do differently if you began today?",
    "It is not finished, but it is better than it was.",
)
SUBJECTS = (
    "Attendance in the first six weeks",
    "A welcome for new families",
    "Reading at home",
    "The walk to school",
    "Sharing data with partners",
    "Summer places for teenagers",
    "Who comes to parents' evenings",
    "The hand-over to ninth grade",
    "Check-ups before kindergarten",
    "Paying for the bus",
)
ASPECTS = (
    "what worked and what did not",
    "who has done this before?",
    "a first try at two schools",
    "our question for you",
    "how do you measure it?",
    "what we would tell a new site",
    "a form that families helped to write",
)


def a_title(choice: random.Random) -> str:
    return f"{choice.choice(SUBJECTS)}: {choice.choice(ASPECTS)}"


def a_body(choice: random.Random) -> str:
    """Return one body of about 80 words: paragraphs, a list, now and then a quotation."""
    parts = [f"{choice.choice(OPENINGS)} {choice.choice(MIDDLES)}"]
    if choice.random() < 0.2:
        parts.append(choice.choice(QUOTES))
    marker = "1." if choice.random() < 0.3 else "-"
    parts.append("\n".join(f"{marker} {item}" for item in choice.sample(ITEMS, 3)))
    parts.append(f"{choice.choice(MIDDLES)} {choice.choice(CLOSINGS)}")
    return "\n\n".join(parts)


def bodies(choice: random.Random, count: int) -> list[str]:
    return [a_body(choice) for _ in range(count)]
