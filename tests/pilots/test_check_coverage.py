"""`manage.py check_coverage`: the worked figures, the line format, and the exit statuses."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db
KEUSOTE = ["106", "186", "505", "543", "611", "858"]
SOITE = ["074", "217", "236", "272", "421", "849", "924", "584"]


def run(*words):
    """Return what was printed, what went to stderr and the exit status."""
    out, error, status = io.StringIO(), "", 0
    try:
        call_command("check_coverage", *words, stdout=out)
    except CommandError as refused:
        error, status = str(refused), refused.returncode
    return out.getvalue(), error, status


def verdict(*words):
    out, error, status = run(*words, "--format", "json")
    assert (error, status) == ("", 0)
    return json.loads(out)


@pytest.fixture
def cases(tmp_path):
    def write(*lines):
        path = tmp_path / "cases.csv"
        path.write_text("\n".join(["id,region,members,special_grounds", *lines, ""]), encoding="utf-8")
        return f"--cases={path}"

    return write


# Region, members, then (P, T, share, n, N, outcome) on 31.12.2016 and on 31.12.2017, counties of the reform.
WORKED = {
    "Keski-Uusimaa's six and Helsinki": (
        "01",
        [*KEUSOTE, "091"],
        (829_865, 1_638_293, "50.65", 7, 26, "not_eligible"),
        (839_312, 1_655_624, "50.69", 7, 26, "not_eligible"),
    ),
    "and Vantaa": (
        "01",
        [*KEUSOTE, "091", "092"],
        (1_049_206, 1_638_293, "64.04", 8, 26, "not_eligible"),
        (1_062_339, 1_655_624, "64.16", 8, 26, "not_eligible"),
    ),
    "and Espoo": (
        "01",
        [*KEUSOTE, "091", "092", "049"],
        (1_323_789, 1_638_293, "80.80", 9, 26, "meets"),
        (1_341_383, 1_655_624, "81.01", 9, 26, "meets"),
    ),
    "Soite": (
        "16",
        ["soite"],
        (69_027, 69_027, "100.00", 8, 8, "meets"),
        (68_780, 68_780, "100.00", 8, 8, "meets"),
    ),
    "Kokkola alone": (
        "16",
        ["272"],
        (47_723, 69_027, "69.13", 1, 8, "not_eligible"),
        (47_723, 68_780, "69.38", 1, 8, "not_eligible"),
    ),
    "Essote": (
        "10",
        ["essote"],
        (78_942, 140_422, "56.21", 7, 12, "needs_grounds"),
        (78_381, 138_822, "56.46", 7, 12, "needs_grounds"),
    ),
    "Kouvola and Kotka": (
        "08",
        ["286", "285"],
        (139_493, 170_770, "81.68", 2, 6, "meets"),
        (137_735, 168_691, "81.64", 2, 6, "meets"),
    ),
    "Päijät-Häme": (
        "07",
        ["phhyky"],
        (185_271, 208_574, "88.82", 8, 10, "meets"),
        (185_061, 208_048, "88.95", 8, 10, "meets"),
    ),
}
KEYS = [
    "covered_inhabitants",
    "region_inhabitants",
    "share",
    "covered_municipalities",
    "region_municipalities",
    "outcome",
]


@pytest.mark.parametrize(("region", "members", "at_2016", "at_2017"), list(WORKED.values()), ids=list(WORKED))
def test_worked_figures(region, members, at_2016, at_2017):
    for slug, expected in (("pilots-2018", at_2016), ("practice", at_2017)):
        answer = verdict(slug, region, *members)
        assert tuple(answer[key] for key in KEYS) == expected


def test_the_two_worked_lines(cases):
    etela_savo = "7,10,046;178;213;491;507;588;593;681,0"
    out, error, status = run("practice", cases(etela_savo))
    assert (error, status) == ("", 0)
    assert out == (
        '{"id": "7", "outcome": "needs_grounds", "covered_inhabitants": 97126, "region_inhabitants": 138822, '
        '"covered_municipalities": 8, "region_municipalities": 12, "share": "69.96", "reasons": ['
        '{"code": "coverage_below_full", "actual": 97126, "limit": 111058}, '
        '{"code": "coverage_below_lower", "actual": 97126, "limit": 97176}, '
        '{"code": "grounds_missing", "actual": 0, "limit": 1}], "advice": ['
        '{"way": "meets", "add": 1, "municipalities": ["740"], "margin": 20732}, '
        '{"way": "grounds", "add": 1, "municipalities": ["740"], "margin": 34614}, '
        '{"way": "grounds_with_half", "add": 0, "municipalities": [], "margin": 27715}]}\n'
    )
    out, error, status = run("pilots-2018", cases("8,04,214;609,0"))
    assert (
        out
        == '{"id": "8", "error": "figures_missing", "municipalities": ["099", "214"], "date": "2016-12-31"}\n'
    )
    assert (error, status) == ("case 8: population of 099, 214 at 2016-12-31 is not known", 3)


def test_with_a_missing_figure_the_other_lines_are_judged(cases):
    out, _, status = run("pilots-2018", cases("a,16,272;421,0", "b,12,541,1", "c,04,099;214,1", "d,16,,0"))
    lines = [json.loads(line) for line in out.splitlines()]
    assert [(line["id"], line.get("outcome", line.get("error"))) for line in lines] == [
        ("a", "needs_grounds"),
        ("b", "figures_missing"),
        ("c", "not_eligible"),
        ("d", "not_eligible"),
    ]
    assert lines[2]["covered_inhabitants"] == 13_396
    assert status == 3


def test_a_file_as_spreadsheets_write_it(tmp_path):
    """A byte order mark, Windows line ends, quoted fields, spaces, empty lines, columns in another order."""
    path = tmp_path / "cases.csv"
    path.write_bytes(
        b"\xef\xbb\xbfmembers, id,special_grounds,region\r\n"
        b'"272; 421","7, seven",0,16\r\n'
        b"\r\n"
        b"   \r\n"
        b',"say ""8""",1,16\r\n'
    )
    out, error, status = run("practice", "--cases", str(path))
    assert (error, status) == ("", 0)
    answers = [json.loads(line) for line in out.splitlines()]
    assert [(answer["id"], answer["covered_municipalities"]) for answer in answers] == [
        ("7, seven", 2),
        ('say "8"', 0),
    ]


@pytest.mark.parametrize("content", [b"", b"1,16,272,0\n", b"id,region,members\n1,16,272\n"])
def test_a_file_without_its_heading_is_refused(tmp_path, content):
    path = tmp_path / "cases.csv"
    path.write_bytes(content)
    assert run("practice", "--cases", str(path)) == (
        "",
        f"{path}, line 1: the heading must be id,region,members,special_grounds",
        2,
    )


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("b,16,272;999,0", "case b: unknown municipality '999'"),
        ("b,16,272;,0", "case b: unknown municipality ''"),
        ("b,77,272,0", "case b: unknown region '77' in call practice"),
        ("b,21,478,0", "case b: unknown region '21' in call practice"),
        ("b,16,272,yes", "line 3: special_grounds must be 0 or 1, not 'yes'"),
        ("b,16,272", "line 3: has 3 fields, must have 4"),
    ],
)
def test_an_unknown_name_in_a_file_is_told_and_nothing_is_judged(cases, line, named):
    out, error, status = run("practice", cases("a,16,272;421,0", line))
    assert (out, status) == ("", 2)
    assert named in error


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["no-such", "01", "091"], "unknown call 'no-such'"),
        (["practice", "77", "091"], "unknown region '77'"),
        (["practice", "01", "091", "999"], "unknown municipality '999'"),
        (["practice"], "REGION is missing"),
        (["practice", "--cases", "/no/such/file.csv"], "/no/such/file.csv: cannot be read"),
    ],
)
def test_an_unknown_name_is_told(words, named):
    out, error, status = run(*words)
    assert (out, status) == ("", 2)
    assert named in error


def test_the_division_decides(call):
    """Kouvola and Kotka: 81.64 % of the reform's county, 78.47 % of the statistical one."""
    practice = call("practice")
    practice.division = "statistical"
    practice.save()
    answer = verdict("practice", "08", "286", "285")
    assert (answer["share"], answer["outcome"]) == ("78.47", "needs_grounds")
    answer = verdict("practice", "10", "essote", "--special-grounds")
    assert (answer["share"], answer["region_municipalities"], answer["outcome"]) == (
        "53.25",
        14,
        "on_special_grounds",
    )


def test_special_grounds_may_stand_between_the_codes():
    assert (
        verdict("practice", "10", "--special-grounds", "491", "740", "593")["outcome"] == "on_special_grounds"
    )


def test_blocks_come_in_whole():
    singly = verdict("practice", "16", "272")["advice"][0]
    blocks = verdict("practice", "16", "272", "--blocks")["advice"][0]
    assert (singly["add"], blocks["add"]) == (2, 7)
    assert {"272", *blocks["municipalities"]} == set(SOITE)


def test_a_call_without_a_rule_gives_no_advice():
    answer = verdict("voucher-2016", "05", "109")
    assert (answer["outcome"], answer["reasons"], answer["advice"]) == ("no_rule", [], [])


def test_nobody_yet_and_residents_outside_count_nothing():
    nobody = verdict("practice", "16")
    assert verdict("practice", "16", "288", "691", "hus") == nobody
    assert (nobody["covered_inhabitants"], nobody["share"]) == (0, "0.00")


def test_text_says_the_same():
    out, error, status = run("practice", "10", "046", "178", "213", "491", "507", "588", "593", "681")
    assert (error, status) == ("", 0)
    assert out.splitlines() == [
        "needs_grounds: 97126 of 138822 inhabitants (69.96 %), 8 of 12 municipalities",
        "  because coverage_below_full: 97126, limit 111058",
        "  because coverage_below_lower: 97126, limit 97176",
        "  because grounds_missing: 0, limit 1",
        "  meets: add 1 (such as 740), then 20732 above the limit",
        "  grounds: add 1 (such as 740), then 34614 above the limit",
        "  grounds_with_half: holds, 27715 inhabitants above the limit",
    ]


def test_a_missing_figure_in_text():
    out, error, status = run("pilots-2018", "12", "541")
    assert out == "cannot be judged: population of 541, 911 at 2016-12-31 is not known\n"
    assert (error, status) == ("population of 541, 911 at 2016-12-31 is not known", 3)


def test_a_thousand_cases_read_each_county_once(cases, django_assert_max_num_queries):
    many = cases(*(f"{number},{region},,0" for number in range(250) for region in ("01", "07", "10", "16")))
    with django_assert_max_num_queries(8):
        out, _, status = run("practice", many)
    assert (len(out.splitlines()), status) == (1000, 0)
