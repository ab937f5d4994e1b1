"""How the subjects of automatic replies begin, a row for each language, in lower case.

`plain` says on its own that no person wrote the mail. `holiday` could also begin what a person
writes, so it counts only in an answer, which a person's would begin with "Re:".
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Beginnings:
    plain: tuple[str, ...]
    holiday: tuple[str, ...]


BEGINNINGS = {
    "en": Beginnings(
        plain=(
            "automatic reply",
            "automatic response",
            "automated reply",
            "automated response",
            "auto reply",
            "auto-reply",
            "autoreply",
            "auto response",
            "auto-response",
            "autoresponse",
            "auto:",
            "out of office",
            "out of the office",
            "out-of-office",
            "i am out of the office",
            "i'm out of the office",
            "i am away from the office",
            "away from my mail",
            "away from the office",
        ),
        holiday=(
            "ooo",
            "vacation",
            "on vacation",
            "on holiday",
            "on leave",
            "annual leave",
            "maternity leave",
            "parental leave",
            "away",
        ),
    ),
    "es": Beginnings(
        plain=(
            "respuesta automática",
            "respuesta automatica",
            "contestación automática",
            "mensaje automático",
            "autorespuesta",
            "auto-respuesta",
            "fuera de la oficina",
            "fuera de oficina",
            "ausente de la oficina",
            "estoy de vacaciones",
            "estoy fuera de la oficina",
        ),
        holiday=("ausencia", "ausente", "vacaciones", "de vacaciones", "de baja"),
    ),
    "fr": Beginnings(
        plain=(
            "réponse automatique",
            "reponse automatique",
            "message automatique",
            "absence du bureau",
            "absent du bureau",
            "absente du bureau",
            "message d'absence",
            "message d’absence",
            "notification d'absence",
            "hors du bureau",
        ),
        holiday=("absence", "absent", "absente", "en congé", "en congés", "en vacances", "congés"),
    ),
    "pt": Beginnings(
        plain=(
            "resposta automática",
            "resposta automatica",
            "mensagem automática",
            "fora do escritório",
            "ausente do escritório",
            "ausência do escritório",
            "ausência temporária",
            "estou de férias",
        ),
        holiday=("ausência", "ausente", "férias", "de férias", "em férias"),
    ),
    "de": Beginnings(
        plain=(
            "automatische antwort",
            "automatische rückmeldung",
            "automatische nachricht",
            "automatisch generierte antwort",
            "abwesenheitsnotiz",
            "abwesenheitsmeldung",
            "abwesenheitsnachricht",
            "abwesenheitsassistent",
            "nicht im büro",
            "bin nicht im büro",
        ),
        holiday=("abwesenheit", "abwesend", "außer haus", "im urlaub", "urlaub", "in elternzeit"),
    ),
    "it": Beginnings(
        plain=(
            "risposta automatica",
            "messaggio automatico",
            "risponditore automatico",
            "fuori sede",
            "fuori ufficio",
            "assenza dall'ufficio",
            "assente dall'ufficio",
            "sono in ferie",
        ),
        holiday=("assenza", "assente", "ferie", "in ferie", "in vacanza"),
    ),
    "nl": Beginnings(
        plain=(
            "automatisch antwoord",
            "automatische reactie",
            "automatische beantwoording",
            "automatisch bericht",
            "afwezigheidsbericht",
            "afwezigheidsmelding",
            "niet op kantoor",
            "afwezig van kantoor",
        ),
        holiday=("afwezig", "afwezigheid", "vakantie", "op vakantie", "met verlof"),
    ),
    "pl": Beginnings(
        plain=(
            "odpowiedź automatyczna",
            "automatyczna odpowiedź",
            "wiadomość automatyczna",
            "autoodpowiedź",
            "auto-odpowiedź",
            "poza biurem",
            "jestem na urlopie",
            "nieobecność w biurze",
        ),
        holiday=("nieobecność", "nieobecny", "nieobecna", "urlop", "na urlopie"),
    ),
    "sv": Beginnings(
        plain=(
            "autosvar",
            "automatiskt svar",
            "automatsvar",
            "frånvaromeddelande",
            "ej på kontoret",
            "inte på kontoret",
            "borta från kontoret",
        ),
        holiday=("frånvaro", "frånvarande", "semester", "på semester", "föräldraledig"),
    ),
    "no": Beginnings(
        plain=(
            "autosvar",
            "automatisk svar",
            "automatisk melding",
            "fraværsmelding",
            "fraværsassistent",
            "ikke på kontoret",
            "borte fra kontoret",
        ),
        holiday=("fravær", "fraværende", "ferie", "på ferie", "permisjon"),
    ),
    "da": Beginnings(
        plain=(
            "autosvar",
            "automatisk svar",
            "automatisk besvarelse",
            "fraværsbesked",
            "fraværsmeddelelse",
            "ikke på kontoret",
            "ude af kontoret",
        ),
        holiday=("fravær", "fraværende", "ferie", "på ferie", "orlov"),
    ),
    "ru": Beginnings(
        plain=(
            "автоматический ответ",
            "автоответ",
            "автоответчик",
            "автоматическое сообщение",
            "вне офиса",
            "нет на рабочем месте",
            "отсутствие на рабочем месте",
            "я в отпуске",
        ),
        holiday=("отпуск", "в отпуске", "отсутствие", "отсутствую", "нет на месте"),
    ),
    "uk": Beginnings(
        plain=(
            "автоматична відповідь",
            "автовідповідь",
            "автовідповідач",
            "автоматичне повідомлення",
            "поза офісом",
            "немає на робочому місці",
            "відсутність на робочому місці",
            "відсутній на робочому місці",
            "я у відпустці",
        ),
        holiday=("відпустка", "у відпустці", "відсутність", "відсутній", "відсутня"),
    ),
    "zh": Beginnings(
        plain=(
            "自动回复",
            "自動回覆",
            "自動回復",
            "自动答复",
            "自动应答",
            "自動答覆",
            "不在办公室",
            "不在辦公室",
            "离开办公室",
            "外出自动回复",
        ),
        holiday=("外出", "休假", "度假", "请假", "請假"),
    ),
}
