import json

from bench.memory import Memory
from bench.report import Figures, FloorFigures, PageFigures, as_json, table

PAGE = PageFigures(
    rps_1=40.0,
    rps_8=130.0,
    p50_ms=55.0,
    p99_ms=90.0,
    cpu_ms=12.0,
    queries=10,
    bytes=17000,
    bytes_compressed=2700,
    ratio_to_floor=0.31,
    ratio_range=(0.29, 0.33),
    cpu_ratio=0.32,
)


def test_the_file_has_the_keys_that_others_read() -> None:
    figures = Figures(pages={"home": PAGE}, floor=FloorFigures(rps_8=420.0), digests_per_s=120.0)
    found = json.loads(as_json(figures))
    assert found["floor"]["rps_8"] == 420.0
    assert found["digests_per_s"] == 120.0
    assert found["reply_p50_ms"] is None
    assert {"rps_1", "rps_8", "p50_ms", "p99_ms", "queries", "bytes", "bytes_compressed"} <= found[
        "pages"
    ]["home"].keys()
    assert found["pages"]["home"]["ratio_to_floor"] == 0.31


def test_memory_is_the_sum_of_what_serves_a_community() -> None:
    memory = {
        name: Memory(1, 100.0, 50.0) for name in ("web", "worker", "beat", "postgres", "valkey")
    }
    assert Figures(memory=memory | {"sink": Memory(1, 20.0, 20.0)}).rss_mb == 250.0


def test_the_table_says_which_goals_were_met() -> None:
    slow = PageFigures(**{**vars(PAGE), "ratio_to_floor": 0.2})
    printed = table(Figures(pages={"home": PAGE, "topic_list": slow}))
    lines = {line.split()[0]: line for line in printed.splitlines() if line}
    assert lines["home"].endswith(" queries: met")
    assert lines["topic_list"].endswith("not met")
    assert "digests: not measured" in printed
