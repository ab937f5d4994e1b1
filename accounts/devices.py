"""A browser's user agent, in words a person knows."""

from django.utils.translation import gettext as _

# Order matters: Edge and Samsung's browser say "Chrome" too, and Chrome says "Safari".
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]


def device_words(user_agent: str) -> str:
    """Return "Firefox on a Windows computer", or "An unknown device"."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "")
    device = _device(user_agent)
    if browser and device:
        return _("%(browser)s on %(device)s") % {"browser": browser, "device": device}
    return browser or device.capitalize() or _("An unknown device")


def _device(user_agent: str) -> str:
    # Translators: these follow "Firefox on …"
    devices = [
        ("iPhone", _("an iPhone")),
        ("iPad", _("an iPad")),
        ("Android", _("an Android device")),
        ("CrOS", _("a Chromebook")),
        ("Windows", _("a Windows computer")),
        ("Macintosh", _("a Mac")),
        ("Linux", _("a Linux computer")),
    ]
    return next((words for sign, words in devices if sign in user_agent), "")
