"""`manage.py check_coverage`: verdict and advice on a consortium, or on a file of them, at a terminal."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pilots.cases import Case, Judge, UnknownName, find_call, read_cases

UNKNOWN, MISSING = 2, 3


class Command(BaseCommand):
    help = (
        "Judge the population coverage of a consortium by a call's rule and tell what would close the gap. "
        "Exit status 0; 2 for an unknown call, region or code; 3 where a figure is missing."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let options stand between the codes too, which argparse does not do by itself."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.parse_args = parser.parse_intermixed_args
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("call", metavar="CALL", help="such as pilots-2018")
        parser.add_argument(
            "region", metavar="REGION", nargs="?", help="the county's code in the call's division"
        )
        parser.add_argument("members", metavar="CODE", nargs="*", help="codes of covered municipalities")
        parser.add_argument("--special-grounds", action="store_true", help="special grounds are given")
        parser.add_argument(
            "--blocks", action="store_true", help="what one authority organises for joins whole"
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument(
            "--cases", type=Path, metavar="FILE.csv", help="id,region,members,special_grounds"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        try:
            judge = Judge(find_call(options["call"]), with_blocks=options["blocks"])
            cases = self._cases(options)
            judge.check_names(cases)
        except UnknownName as error:
            raise CommandError(str(error), returncode=UNKNOWN) from None
        as_json = options["format"] == "json" or options["cases"] is not None
        missing = []
        for case in cases:
            answer = judge.answer(case)
            if "error" in answer:
                missing.append(missing_in_words(answer))
            self.stdout.write(json.dumps(answer) if as_json else in_words(answer))
        if missing:
            raise CommandError("; ".join(missing), returncode=MISSING)

    def _cases(self, options: dict[str, Any]) -> list[Case]:
        if options["cases"] is not None:
            if options["region"] is not None or options["special_grounds"]:
                raise UnknownName("with --cases the file gives regions, members and special grounds")
            return read_cases(options["cases"])
        if options["region"] is None:
            raise UnknownName("REGION is missing: give a county's code, or --cases")
        return [Case(options["region"], tuple(options["members"]), options["special_grounds"])]


def missing_in_words(answer: dict[str, Any]) -> str:
    place = f"case {answer['id']}: " if "id" in answer else ""
    return f"{place}population of {', '.join(answer['municipalities'])} at {answer['date']} is not known"


def in_words(answer: dict[str, Any]) -> str:
    """Say an answer in lines for a terminal, numbers and codes as in the JSON form."""
    if "error" in answer:
        return f"cannot be judged: {missing_in_words(answer)}"
    shares = "{covered_inhabitants} of {region_inhabitants} inhabitants ({share} %)".format_map(answer)
    counts = "{covered_municipalities} of {region_municipalities} municipalities".format_map(answer)
    lines = [f"{answer['outcome']}: {shares}, {counts}"]
    lines += [
        f"  because {reason['code']}: {reason['actual']}, limit {reason['limit']}"
        for reason in answer["reasons"]
    ]
    lines += [f"  {_advice_in_words(advice)}" for advice in answer["advice"]]
    return "\n".join(lines)


def _advice_in_words(advice: dict[str, Any]) -> str:
    if advice["add"] is None:
        return f"{advice['way']}: cannot be reached"
    if advice["add"] == 0:
        return f"{advice['way']}: holds, {advice['margin']} inhabitants above the limit"
    added = ", ".join(advice["municipalities"])
    return f"{advice['way']}: add {advice['add']} (such as {added}), then {advice['margin']} above the limit"
