"""The tables in chapters/data are the ones whose sources were checked, to the last byte."""

import csv
import hashlib
import itertools
import re
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "chapters" / "data"
README = (DATA / "README.md").read_text(encoding="utf8")
TABLES = sorted(path.name for path in DATA.glob("*.csv"))
CHECKSUMS = {
    name: digest for digest, name in re.findall(r"^([0-9a-f]{64})  (\S+)$", README, re.MULTILINE)
}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def sums(name: str, key: str, value: str) -> dict[str, Fraction]:
    totals: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows(name):
        totals[row[key]] += Fraction(row[value])
    return dict(totals)


def test_the_checksum_list_names_every_table_and_nothing_else():
    assert sorted(CHECKSUMS) == TABLES


@pytest.mark.parametrize("name", TABLES)
def test_the_bytes_are_those_of_the_checksum(name):
    assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == CHECKSUMS[name]


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_gives_source_comparison_status_and_columns(name):
    section = README.split(f"\n## {name}\n")[1].split("\n## ")[0]
    for part in ("\n- Source: ", "\n- Compared with: ", "\n- Status: "):
        assert section.count(part) == 1
    with (DATA / name).open(encoding="utf8", newline="") as file:
        for column in next(csv.reader(file)):
            assert f"`{column}`" in section


def test_wolf_dice():
    red, white = (sums("wolf_dice", die, "count") for die in ("red", "white"))
    assert len(rows("wolf_dice")) == 36
    assert [red[face] for face in "123456"] == [3407, 3631, 3176, 2916, 3448, 3422]
    assert [white[face] for face in "123456"] == [3246, 3449, 2897, 2841, 3635, 3932]
    assert sum(red.values()) == sum(white.values()) == 20_000


def test_weldon_dice():
    throws = [int(row["throws"]) for row in rows("weldon_dice")]
    assert [int(row["fives_or_sixes"]) for row in rows("weldon_dice")] == list(range(13))
    assert sum(throws) == 26_306
    assert sum(k * n for k, n in enumerate(throws)) == 106_602


def test_horse_kicks():
    table = rows("horse_kicks")
    assert len({(row["corps"], row["year"]) for row in table}) == len(table) == 14 * 20
    assert {row["corps"] for row in table if row["in_200_subset"] == "no"} == {"G", "I", "VI", "XI"}
    for subset, expected in (
        (table, [144, 91, 32, 11, 2]),
        ([row for row in table if row["in_200_subset"] == "yes"], [109, 65, 22, 3, 1]),
    ):
        deaths = [int(row["deaths"]) for row in subset]
        assert [deaths.count(k) for k in range(5)] == expected
        assert max(deaths) == 4


def test_letters_udhr():
    assert sums("letters_udhr", "language", "count") == {
        "English": 8675, "French": 9625, "German": 10049, "Dutch": 10546, "Spanish": 9725,
        "Portuguese": 9212, "Italian": 9864, "Latin": 8379, "Romanian": 9845, "Swedish": 8801,
        "Danish": 9066, "Norwegian Bokmal": 8416, "Icelandic": 8483, "Finnish": 9560,
        "Hungarian": 10202, "Polish": 9372, "Czech": 8077, "Turkish": 8687, "Esperanto": 8057,
    }  # fmt: skip
    by_language = defaultdict(list)
    for row in rows("letters_udhr"):
        by_language[row["language"]].append(row["letter"])
    assert all("".join(letters) == LETTERS for letters in by_language.values())


def test_letters_published():
    totals = sums("letters_published", "language", "percent")
    assert len(totals) == 11
    assert all(abs(total - 100) < Fraction(5, 100) for total in totals.values())
    assert {letter for row in rows("letters_published") for letter in row["folded"]} == set(LETTERS)


def test_motif_ctcf():
    table = rows("motif_ctcf")
    assert [int(row["position"]) for row in table] == list(range(1, 20))
    sites = [sum(int(row[base]) for base in "ACGT") for row in table]
    assert sites == [913] * 7 + [912] * 2 + [911] * 3 + [910] * 2 + [909] * 2 + [908] * 3


def test_nile():
    table = rows("nile")
    assert [int(row["year"]) for row in table] == list(range(1871, 1971))
    assert sum(int(row["volume_1e8_m3"]) for row in table) == 91_935


def test_income_quintiles():
    by_year = defaultdict(list)
    for row in rows("income_quintiles"):
        key = row["country"], row["year"], float(row["published_gini"])
        by_year[key].append(float(row["share_percent"]))
        assert int(row["quintile"]) == len(by_year[key])
    assert len(by_year) == 16
    for (*_, published), shares in by_year.items():
        assert len(shares) == 5
        assert shares == sorted(shares)
        assert sum(shares) == pytest.approx(100, abs=0.1501)  # five shares, each rounded to 0.1
        heights = [0.0]  # of the Lorenz curve
        for share in shares:
            heights.append(heights[-1] + share / sum(shares))
        area = sum(left + right for left, right in itertools.pairwise(heights)) / 10
        assert 0 < published - 100 * (1 - 2 * area) < 7  # fifths hide inequality within them


def test_rain_forecasts():
    table = rows("rain_forecasts")
    stated = [Fraction(row["forecast_prob"]) for row in table]
    shares = [Fraction(row["share_of_forecasts"]) for row in table]
    rained = [Fraction(row["observed_rel_freq"]) for row in table]
    assert stated == sorted(set(stated))
    assert sum(shares) == 1
    base_rate = sum(share * seen for share, seen in zip(shares, rained, strict=True))
    assert float(base_rate) == pytest.approx(0.1615, abs=5e-5)  # the source prints 0.162


def test_finley_tornado():
    counts = {
        (row["forecast"], row["observed"]): int(row["count"]) for row in rows("finley_tornado")
    }
    hits, false_alarms = counts["tornado", "tornado"], counts["tornado", "none"]
    misses = counts["none", "tornado"]
    assert sum(counts.values()) == 2803
    # The scores that are published with the table.
    assert hits / (hits + misses) == pytest.approx(0.549, abs=5e-4)
    assert false_alarms / (hits + false_alarms) == pytest.approx(0.720, abs=5e-4)
    assert hits / (hits + misses + false_alarms) == pytest.approx(0.228, abs=5e-4)


def test_kelly_examples():
    totals = sums("kelly_examples", "example", "probability")
    assert len(totals) == 3
    assert set(totals.values()) == {1}
    assert all("unverified" not in row["status"] for row in rows("kelly_examples"))
