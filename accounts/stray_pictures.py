"""Pictures of people that no row names."""

from collections.abc import Collection

from accounts.models import User
from core.stray_files import remove_strays

FOLDER = "pictures"


def remove_stray_pictures() -> int:
    """Delete pictures older than a day that are nobody's, and return how many."""
    return remove_strays(FOLDER, _named)


def _named(names: Collection[str]) -> set[str]:
    paths = [f"{FOLDER}/{name}" for name in names]
    mine = User.objects.filter(avatar__in=paths).values_list("avatar", flat=True)
    return {path.removeprefix(f"{FOLDER}/") for path in mine}
