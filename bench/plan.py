"""How much is in the data set, and where the measured pages are found in it."""

from dataclasses import dataclass

# Raised whenever the same numbers would give other rows, so that an old data set is made anew.
MAKER_VERSION = 6
SLUG = "bench"
OTHER_SLUG = "bench-neighbours"
MEASURED_EMAIL = "member-0@bench.example"

LONG_TOPIC = 1
"""The number of the topic of 1,000 posts; the next two are measured and replied to."""
TOPIC = 2
REPLY_TOPIC = 3


@dataclass(frozen=True)
class Plan:
    """Rows of the first community; the second holds a twentieth of its people."""

    members: int = 2000
    forums: int = 20
    topics: int = 2000
    posts: int = 40_000
    resources: int = 5000
    meetings: int = 200
    seed: int = 1

    def __post_init__(self) -> None:
        if self.members < 10 or self.forums < 1 or self.topics < 4 or self.posts < 4 * self.topics:
            raise ValueError(
                "Give at least 10 members, 1 forum, 4 topics, and 4 posts for each topic."
            )

    @property
    def mark(self) -> str:
        """Return what tells this data set from others; stands in the community's template field."""
        sizes = (
            *(self.members, self.forums, self.topics, self.posts),
            *(self.resources, self.meetings, self.seed),
        )
        return f"bench{MAKER_VERSION} {' '.join(map(str, sizes))}"

    @property
    def long_posts(self) -> int:
        """Return how many posts the long topic has."""
        return min(1000, self.posts // 4)

    def fixed_posts(self) -> dict[int, int]:
        """Return the posts of the topics whose length is fixed, by the number of the topic."""
        return {
            LONG_TOPIC: self.long_posts,
            TOPIC: max(1, min(40, self.posts // 20)),
            REPLY_TOPIC: max(1, min(30, self.posts // 20)),
        }

    def neighbours(self) -> "Plan":
        """Return the plan of the second community."""
        topics = max(4, self.topics // 50)
        return Plan(
            members=max(10, self.members // 20),
            forums=max(2, self.forums // 5),
            topics=topics,
            posts=max(4 * topics, self.posts // 100),
            resources=self.resources // 20,
            meetings=self.meetings // 20,
            seed=self.seed + 1,
        )
