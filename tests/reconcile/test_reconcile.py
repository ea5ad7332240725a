"""The acceptance policy, rule by rule, on one filing whose readings are damaged by hand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from focusconv.readings import Option
from focusconv.reconcile.policy import Policy
from focusconv.review.corrections import Decisions
from tests.reconcile_kit import (
    CAPITAL,
    FOCUS,
    SECURED,
    SEGREGATION,
    WINJAMMER,
    Sheet,
    printed,
)

OPEN = ("disputed", "unreadable")
OPEN_CELL = ("unreadable", None)


class TestWhatIsRight:
    def test_an_undamaged_filing_is_accepted_as_it_is(self) -> None:
        result = Sheet(
            SEGREGATION, CAPITAL, SECURED, present=["segregation", "net-capital", "secured"]
        ).reconcile()
        assert result.with_status(*OPEN, "corrected", "derived") == {}
        assert {result[box].value for box in SEGREGATION} == set(SEGREGATION.values())
        assert {check.status for check in result.outcome.checks if check.hard} == {"passed"}
        assert max(request.worth for request in result.outcome.requests) < 2

    def test_each_amount_says_which_rules_confirm_it(self) -> None:
        result = Sheet().reconcile()
        assert result["7040"].verified_by == ("segregation.7040", "segregation.7060")
        assert result["7010"].verified_by == ("segregation.7040",)

    def test_what_no_exact_rule_covers_is_reported_and_unconfirmed(self) -> None:
        result = Sheet(CAPITAL, present=["net-capital"]).reconcile()
        bare = {box for box in CAPITAL if not result[box].verified_by}
        assert bare == {"7415", "7435", "7465", "7475"}
        assert result.said("7415") == [("reported", 2_265_740_815)]

    def test_an_empty_cell_whose_sum_closes_is_blank(self) -> None:
        assert Sheet().reconcile().said("7160", "7170") == [("blank", None)] * 2

    def test_a_statement_printed_empty_is_blank_everywhere(self) -> None:
        result = Sheet(dict.fromkeys(SEGREGATION)).reconcile()
        assert set(result.with_status("blank")) == set(SEGREGATION)
        assert result.check("segregation.7180").status == "passed"

    def test_lines_of_a_page_that_is_not_there_are_absent_and_never_filled(self) -> None:
        result = Sheet().lose("absent", "7198").reconcile()
        assert result.said("7198") == [("absent", None)]
        assert result.check("segregation.7198").status == "undecided"
        assert result.with_status(*OPEN) == {}


class TestCorrections:
    def test_a_misread_total_of_two_sums_is_corrected(self) -> None:
        result = Sheet().print("7040", "500,092,321").reconcile()
        verdict = result["7040"]
        assert (verdict.status, verdict.value, verdict.as_read) == (
            "corrected",
            500_092_821,
            500_092_321,
        )
        assert verdict.reason == (
            "'500,092,321' was read; 7060 500,095,107 = 7040 500,092,821 + 7050 2,286 gives it, "
            "and 7040 500,092,821 = 7010 412,305,871 + 7020 87,450,219 + 7030 -6,204,388 + "
            "7032 15,918,264 + 7033 -9,377,145 confirms it"
        )
        assert result.with_status(*OPEN) == {}

    def test_the_rule_that_fixed_a_value_is_spent_and_confirms_nothing(self) -> None:
        result = Sheet().print("7040", "500,092,321").reconcile()
        assert result["7040"].verified_by == ("segregation.7040",)
        assert result.check("segregation.7060").status == "used"
        assert "segregation.7060" not in result["7050"].verified_by

    def test_a_value_that_is_no_misreading_of_its_print_is_not_put_in_its_place(self) -> None:
        result = Sheet().print("7040", "718,634,904").reconcile()
        assert result.said("7040") == [("disputed", 718_634_904)]
        assert result.check("segregation.7040").status == "failed"

    def test_a_misread_addend_of_one_sum_is_disputed_and_named_first(self) -> None:
        result = Sheet().print("7100", "311,290,448").reconcile()
        assert result.said("7100") == [("disputed", 311_290_448)]
        check = result.check("segregation.7180")
        assert (check.status, check.difference) == ("failed", 60_000_000)
        first = check.suspects[0]
        assert (first.box, first.value, first.cost) == ("7100", 371_290_448, 10)
        assert first.why == "'311,290,448' is printed here; 371,290,448 would mend 7180"
        assert result["7180"].verified_by == ("segregation.7190",)
        assert 371_290_448 in {c.value for c in result["7100"].candidates}

    def test_two_explanations_as_cheap_leave_both_disputed(self) -> None:
        figures = {**SEGREGATION, "7110": 371_290_448, "7180": 905_828_369}
        figures |= {"7190": 405_733_262, "7198": 380_733_262}
        result = Sheet(figures).print("7100", "371,290,443").reconcile()
        assert result.said("7100", "7110") == [
            ("disputed", 371_290_443),
            ("disputed", 371_290_448),
        ]

    def test_a_spent_budget_decides_nothing(self) -> None:
        result = Sheet().print("7040", "500,092,321").reconcile(policy=Policy(budget=0))
        assert result.said("7040") == [("disputed", 500_092_321)]

    def test_nothing_is_mended_where_mending_is_off(self) -> None:
        sheet = Sheet().print("7040", "500,092,321").lose("nothing", "7198")
        result = sheet.reconcile(mend=False)
        assert result.said("7040", "7198") == [("disputed", 500_092_321), ("unreadable", None)]
        assert result.with_status("corrected", "derived") == {}

    def test_a_misreading_in_one_sum_is_mended_by_a_tie_from_elsewhere(self) -> None:
        result = Sheet().print("7032", "16,918,264").reconcile()
        assert result.said("7032") == [("corrected", 15_918_264)]
        assert result["7032"].verified_by == ("segregation.7040",)
        assert "the tie 7032 = 7132 proposes it" in (result["7032"].reason or "")

    def test_two_totals_wrong_alike_are_found_on_both_sides_of_the_rule_between(self) -> None:
        sheet = Sheet().print("7180", "515,054,825").print("7190", "14,959,718")
        result = sheet.reconcile()
        assert result.said("7180", "7190") == [
            ("corrected", 535_054_825),
            ("corrected", 34_959_718),
        ]

    def test_a_sum_that_prints_one_number_twice_clears_neither_where_a_check_fails(self) -> None:
        figures = {"7045": 381_502, "7047": None, "7050": 381_502, "7060": 500_474_323}
        rest = {"7180": None, "7190": None, "7194": None, "7198": None}
        sheet = Sheet({**SEGREGATION, **figures, **rest}).lose("absent", *rest)
        result = sheet.print("7045", "881,502").print("7050", "881,502").reconcile()
        assert result.check("segregation.7050").status == "passed"
        assert result.check("segregation.7060").status == "failed"
        assert result.said("7045", "7050") == [("disputed", 881_502)] * 2
        assert "printed twice" in (result["7045"].reason or "")

    def test_a_greatest_of_clears_neither_number_where_a_check_fails(self) -> None:
        sheet = Sheet(SECURED, present=("secured",))
        result = sheet.print("7355", "138,935,866").print("7360", "138,935,866").reconcile()
        assert result.check("secured.7360").status == "passed"
        assert result.check("secured.7355").status == "failed"
        assert result.said("7355", "7360") == [("disputed", 138_935_866)] * 2

    def test_a_tie_and_a_likely_misreading_show_a_far_fetched_one_that_cancels_it(self) -> None:
        """A digit put in among well placed marks is far-fetched, but the tie and the sum agree."""
        result = Sheet().print("7032", "115,918,264").print("7010", "312,305,871").reconcile()
        assert result.check("segregation.7040").status == "passed"
        assert result.said("7010", "7032") == [
            ("disputed", 312_305_871),
            ("disputed", 115_918_264),
        ]
        assert "then 412,305,871 in 7010" in (result["7032"].reason or "")

    def test_errors_that_cancel_in_a_sum_show_in_a_tie(self) -> None:
        sheet = Sheet().print("7132", "15,918,764").print("7090", "12,663,370")
        assert sheet.reconcile().said("7132", "7090") == [
            ("disputed", 15_918_764),
            ("disputed", 12_663_370),
        ]


class TestSecondReadings:
    def test_a_second_reading_that_a_sum_bears_out_is_taken(self) -> None:
        result = Sheet().print("7100", "311,290,448").second("7100", "371,290,448").reconcile()
        verdict = result["7100"]
        assert (verdict.status, verdict.value) == ("reported", 371_290_448)
        assert verdict.verified_by == ("segregation.7180",)
        assert verdict.reason is not None
        assert verdict.reason.startswith("of the readings of '311,290,448' only this one fits: ")

    def test_two_addends_of_one_sum_are_mended_by_second_readings(self) -> None:
        sheet = Sheet().print("7100", "311,290,448").second("7100", "371,290,448")
        sheet.print("7110", "20,516,994").second("7110", "20,516,904")
        assert sheet.reconcile().said("7100", "7110") == [
            ("reported", 371_290_448),
            ("reported", 20_516_904),
        ]

    def test_readers_that_agree_confirm_what_no_rule_covers(self) -> None:
        sheet = Sheet(CAPITAL, present=["net-capital"]).second("7415", "2,265,740,815")
        assert sheet.reconcile()["7415"].verified_by == ("second-reading",)

    def test_readers_that_differ_where_no_rule_tells_leave_it_disputed(self) -> None:
        sheet = Sheet(CAPITAL, present=["net-capital"]).second("7415", "2,265,740,813")
        verdict = sheet.reconcile()["7415"]
        assert verdict.status == "disputed"
        assert "may as well be 2,265,740,813" in (verdict.reason or "")

    def test_a_sum_that_holds_with_what_the_other_reader_has_tells_neither(self) -> None:
        """Digits of two addends that both read otherwise, or neighbours changed for each other."""
        sheet = Sheet().second("7010", "412,805,871").second("7020", "86,950,219")
        result = sheet.reconcile()
        assert result.with_status("disputed") == {"7010": "disputed", "7020": "disputed"}
        assert result["7010"].reason == (
            "another reader has 412,805,871 here, and 86,950,219 in 7020, with which its checks "
            "hold too: no rule tells which it is"
        )
        swapped = Sheet().second("7080", "12,663,870").second("7090", "0").reconcile()
        assert swapped.with_status("disputed") == {"7080": "disputed", "7090": "disputed"}

    def test_a_sum_tells_where_the_other_reader_has_one_amount_otherwise(self) -> None:
        result = Sheet().second("7010", "412,805,871").second("7020", "87,450,219").reconcile()
        assert result.with_status("disputed") == {}
        assert result["7010"].verified_by == ("segregation.7040",)

    def test_a_second_sum_tells_what_one_sum_does_not(self) -> None:
        """7198 holds with both, but 7190 is also what two totals leave."""
        result = Sheet().second("7190", "34,969,718").second("7194", "25,010,000").reconcile()
        assert result.with_status("disputed") == {}

    def test_a_reading_that_a_print_also_allows_is_no_second_reading(self) -> None:
        """A tilde may be a minus; where the other reader has none, no two readers say minus."""
        sheet = Sheet(CAPITAL, present=["net-capital"])
        sheet.print("7415", "2,265,740,815").second("7415", "2,265,140,815")
        key = sheet.key("7415")
        first, other = sheet.readings[key].options
        allowed = replace(first, cost=8, reader="two", raw=other.raw)
        sheet.readings[key] = replace(sheet.readings[key], options=(first, other, allowed))
        assert sheet.reconcile()["7415"].verified_by == ()

    def test_a_first_digit_that_is_a_dollar_sign_to_one_reader_is_in_dispute(self) -> None:
        sheet = Sheet(CAPITAL, present=["net-capital"]).print("7465", "50").second("7465", "50")
        assert sheet.reconcile()["7465"].status == "reported"
        key = sheet.key("7465")
        third = Option(value=0, cost=0, raw="$0", token=7465, reader="tesseract")
        options = sheet.readings[key].options
        sheet.readings[key] = replace(sheet.readings[key], options=(*options, third))
        verdict = sheet.reconcile()["7465"]
        assert (verdict.status, verdict.value) == ("disputed", 50)
        assert "'$0'" in (verdict.reason or "")

    def test_two_looks_of_a_reader_are_priced_by_the_print_that_is_nearer(self) -> None:
        """Its second look is one digit off what two others have, and no reason to leave that."""
        sheet = Sheet().print("7110", "7,946,016,244").second("7110", "7,946,016,244")
        key = sheet.key("7110")
        options = sheet.readings[key].options
        looks = [
            replace(options[0], value=value, raw=f"{value:,}", reader="three")
            for value in (7_846_416_244, 7_846_016_244)
        ]
        sheet.readings[key] = replace(sheet.readings[key], options=(*options, *looks))
        sheet.lose("missing", "7180")
        assert sheet.reconcile()["7110"].value == 7_946_016_244

    def test_last_digits_that_are_printed_twice_clear_neither_where_a_check_is_off(self) -> None:
        """7190 less a round target is 7198: where both were misread alike, 7190 is off."""
        figures = {**SEGREGATION, "7194": 20_000_000, "7198": 14_959_718}
        sheet = Sheet(figures).print("7190", "34,956,718").print("7198", "14,956,718")
        for box, text in (("7190", "34,956,718"), ("7198", "14,956,718")):
            sheet.second(box, text)
        for box in ("7060", "7180", "7194"):
            sheet.second(box, printed(figures[box]))
        result = sheet.reconcile()
        assert result.said("7190", "7198") == [
            ("disputed", 34_956_718),
            ("disputed", 14_956_718),
        ]

    def test_three_offers_that_cancel_in_a_sum_are_told_by_none(self) -> None:
        sheet = Sheet().second("7010", "412,305,971").second("7020", "87,450,419")
        result = sheet.second("7030", "(6,204,688)").reconcile()
        assert result.with_status("disputed") == dict.fromkeys(("7010", "7020", "7030"), "disputed")


class TestMissingValues:
    def test_an_empty_total_is_derived_where_a_second_sum_confirms_it(self) -> None:
        result = Sheet().lose("nothing", "7180").reconcile()
        verdict = result["7180"]
        assert (verdict.status, verdict.value) == ("derived", 535_054_825)
        assert verdict.verified_by == ("segregation.7180",)
        assert result.check("segregation.7190").status == "used"

    def test_an_addend_of_two_is_derived_under_a_confirmed_total_and_unconfirmed(self) -> None:
        result = Sheet().lose("nothing", "7047").reconcile()
        verdict = result["7047"]
        assert (verdict.status, verdict.value, verdict.verified_by) == ("derived", -379_216, ())
        assert (verdict.reason or "").endswith("and nothing else confirms it")
        assert result["7045"].verified_by == ()

    def test_no_addend_is_derived_beside_unconfirmed_ones_where_the_policy_trusts_none(
        self,
    ) -> None:
        result = Sheet().lose("nothing", "7047").reconcile(policy=Policy(trusted=0))
        assert result.said("7047") == [("unreadable", None)]

    @pytest.mark.parametrize(("cell", "said"), [(0, ("derived", 14_062_555)), (None, OPEN_CELL)])
    def test_an_addend_is_derived_beside_subtotals_of_printed_zeros_and_not_of_empty_cells(
        self, cell: int | None, said: tuple[str, int | None]
    ) -> None:
        """An empty subtotal and its one addend may have been lost together."""
        subtotals = ("7530", "7570", "7620", "7740")
        addends = ("7500", "7520", "7540", "7560", "7580", "7590", "7600", "7610", "7615", "7700")
        figures = {
            **SECURED,
            **dict.fromkeys((*subtotals, *addends), cell),
            "7640": 80_309_114,
            "7650": 7_345_207,
            **dict.fromkeys(("7660", "7670", "7675", "7710", "7720", "7730", "7735")),
            "7680": 87_654_321,
            "7760": None,
            "7765": 51_348_207,
            "7770": 153_065_083,
            "7380": 14_129_717,
            "7780": 10_000_000,
            "7785": 4_129_717,
        }
        result = Sheet(figures, present=["secured", "secured-funds"]).reconcile()
        assert result.said("7760") == [said]

    def test_no_total_is_derived_from_an_amount_that_nothing_confirms(self) -> None:
        result = Sheet().lose("missing", "7198").reconcile()
        assert result.said("7198", "7194") == [("unreadable", None), ("reported", 25_000_000)]
        assert "its operands give 9,959,718" in (result["7198"].reason or "")
        assert [c.value for c in result["7198"].candidates] == [9_959_718]

    def test_no_addend_is_derived_under_a_total_that_nothing_confirms(self) -> None:
        sheet = Sheet().lose("nothing", "7047").lose("missing", "7040")
        assert sheet.reconcile().said("7047") == [("unreadable", None)]

    def test_an_addend_among_many_that_only_one_sum_covers_is_not_derived(self) -> None:
        result = Sheet().lose("nothing", "7010").reconcile()
        verdict = result["7010"]
        assert (verdict.status, verdict.value) == ("unreadable", None)
        assert [candidate.value for candidate in verdict.candidates] == [412_305_871]
        assert result["7020"].status == "disputed"

    def test_empty_cells_of_a_sum_that_does_not_close_are_unreadable(self) -> None:
        result = Sheet().lose("nothing", "7100").reconcile()
        assert result.said("7100", "7160", "7170") == [("unreadable", None)] * 3
        assert result.check("segregation.7180").status == "failed"

    def test_a_subtotal_lost_with_its_only_addend_is_not_called_blank(self) -> None:
        """7050 closes on nothing at all, and 7060 misses what both lost."""
        figures = {"7045": None, "7047": None, "7050": None}
        result = Sheet({**SEGREGATION, **figures}).reconcile()
        assert result.said("7045", "7047", "7050") == [("unreadable", None)] * 3
        assert "7060 should be 500,092,821" in (result["7045"].reason or "")
        assert [c.value for c in result["7050"].candidates] == [2_286]
        assert result.check("segregation.7050").status == "undecided"
        assert result.check("segregation.7060").status == "failed"

    def test_a_subtotal_left_empty_over_printed_zeros_is_blank_whatever_fails(self) -> None:
        figures = {"7045": 0, "7047": 0, "7050": None}
        result = Sheet({**SEGREGATION, **figures}).reconcile()
        assert result.check("segregation.7060").status == "failed"
        assert result.said("7050") == [("blank", None)]

    def test_two_missing_values_of_one_sum_are_never_filled(self) -> None:
        result = Sheet().lose("missing", "7010", "7020").reconcile()
        assert result.said("7010", "7020") == [("unreadable", None)] * 2
        assert result.check("segregation.7040").status == "undecided"
        assert result["7030"].status == "reported"
        assert result["7030"].verified_by == ()

    def test_ties_fill_two_missing_values_and_the_sum_confirms_them(self) -> None:
        result = Sheet().lose("missing", "7032", "7033").reconcile()
        assert result.said("7032", "7033") == [("derived", 15_918_264), ("derived", -9_377_145)]
        assert result["7033"].verified_by == ("segregation.7040",)

    def test_a_tie_that_shares_an_operand_with_the_sum_proves_nothing(self) -> None:
        figures = {**SEGREGATION, "7020": 87_450_219}
        sheet = Sheet(figures).print("7120", "74,786,319").lose("nothing", "7170")
        result = sheet.reconcile()
        assert result.said("7170") == [("unreadable", None)]
        assert result["7120"].status == "disputed"

    def test_a_lost_line_whose_sum_closes_without_it_is_not_called_blank(self) -> None:
        result = Sheet().lose("missing", "7150").reconcile()
        assert result.said("7150") == [("unreadable", None)]

    def test_empty_cells_of_a_sum_that_closes_without_a_lost_line_are_empty(self) -> None:
        result = Sheet().lose("missing", "7150").reconcile()
        assert result.said("7150", "7160") == [("unreadable", None), ("blank", None)]
        open_ = {**SEGREGATION, "7180": (SEGREGATION["7180"] or 0) + 3}
        result = Sheet(open_).lose("missing", "7150").reconcile()
        assert result["7160"].status == "unreadable"

    def test_a_number_beside_a_lost_line_that_only_order_places_tells_nothing(self) -> None:
        result = Sheet().lose("missing", "7150").trust("doubtful", "7180").reconcile()
        assert result["7160"].status == "unreadable"

    def test_two_readers_of_a_number_printed_twice_do_not_outweigh_a_failed_sum(self) -> None:
        """Both lost the minus of 7345, which 7355 prints again; the sum of 7345 fails."""
        lost = {**SECURED, "7325": -300_000_000, "7345": 186_654_813, "7355": 186_654_813}
        lost |= {"7351": 0, "7352": 0, "7354": 0, "7360": None}
        sheet = Sheet(lost, present=["secured"])
        for box in ("7345", "7355"):
            sheet.second(box, "186,654,813")
        result = sheet.reconcile()
        assert [status for status, _ in result.said("7345", "7355")] == ["disputed"] * 2
        true = {**lost, "7345": -186_654_813, "7355": -186_654_813}
        assert Sheet(true, present=["secured"]).reconcile()["7345"].status == "reported"

    def test_garbled_print_lets_through_only_what_it_can_be_a_rest_of(self) -> None:
        result = Sheet().print("7047", "(,216)").reconcile()
        assert result.said("7047") == [("derived", -379_216)]
        result = Sheet().print("7047", "(,970)").reconcile()
        assert result.said("7047") == [("unreadable", None)]
        assert result["7045"].status == "disputed"
        assert "which what is seen there rules out" in (result["7045"].reason or "")

    def test_a_lost_digit_is_derived_among_many_where_the_rest_of_the_print_agrees(self) -> None:
        result = Sheet().print("7100", "371,20,448").reconcile()
        assert result.said("7100", "7160") == [("derived", 371_290_448), ("blank", None)]
        assert result["7100"].verified_by == ()

    def test_a_sum_that_needs_what_the_marks_of_a_print_deny_clears_nobody(self) -> None:
        """The rest of 7100 lost a digit of its last group, and the sum needs another digit."""
        figures = {**SEGREGATION, "7070": 44_867_093, "7100": 371_294_448}
        sheet = Sheet(figures).print("7100", "371,294,48").print("7110", "20,513,904")
        result = sheet.reconcile()
        assert result.said("7100", "7110") == [("unreadable", None), ("disputed", 20_513_904)]
        assert "hardly allows" in (result["7110"].reason or "")
        assert [c.value for c in result["7100"].candidates] == [371_297_448]

    def test_a_lost_digit_is_not_derived_beside_an_amount_that_is_disputed(self) -> None:
        sheet = Sheet().print("7100", "371,290,44").print("7132", "15,918,269")
        result = sheet.reconcile()
        assert result["7132"].status in ("disputed", "corrected")
        assert result["7100"].value in (None, 371_290_448)

    def test_two_sums_that_need_different_amounts_leave_all_they_rest_on_disputed(self) -> None:
        sheet = Sheet().print("7040", "500,92,821").print("7010", "412,305,811")
        result = sheet.reconcile()
        assert result.said("7010", "7040") == [("disputed", 412_305_811), ("unreadable", None)]


class TestSigns:
    def test_a_lone_parenthesis_is_settled_by_the_sum(self) -> None:
        result = Sheet().print("7030", "(6,204,388").reconcile()
        assert result.said("7030") == [("reported", -6_204_388)]
        result = Sheet({**SEGREGATION, "7050": 2_286}).print("7050", "(2,286").reconcile()
        assert result.said("7050") == [("reported", 2_286)]

    def test_a_deduction_that_was_read_positive_is_disputed(self) -> None:
        sheet = Sheet()
        key = sheet.key("7047")
        wrong = Option(value=379_216, cost=0, raw="379,216", token=7047, reader="one")
        sheet.readings[key] = replace(sheet.readings[key], options=(wrong,))
        verdict = sheet.reconcile()["7047"]
        assert (verdict.status, verdict.value) == ("disputed", 379_216)

    def test_a_requirement_read_negative_is_disputed_though_the_sum_holds(self) -> None:
        figures = {**SEGREGATION, "7032": -15_918_264, "7010": 444_142_399}
        sheet = Sheet(figures)
        key = sheet.key("7032")
        wrong = Option(value=-15_918_264, cost=0, raw="(15,918,264)", token=7032, reader="one")
        sheet.readings[key] = replace(sheet.readings[key], options=(wrong,))
        verdict = sheet.reconcile()["7032"]
        assert verdict.status == "disputed"
        assert "never negative" in (verdict.reason or "")


class TestPlaces:
    def test_a_number_that_only_order_places_is_reported_where_a_sum_confirms_it(self) -> None:
        result = Sheet().trust("doubtful", "7100").reconcile()
        assert result.said("7100") == [("reported", 371_290_448)]

    def test_a_number_that_only_order_places_and_no_rule_confirms_is_disputed(self) -> None:
        sheet = Sheet(CAPITAL, present=["net-capital"]).trust("doubtful", "7465")
        assert sheet.reconcile()["7465"].status == "disputed"

    def test_a_swap_inside_one_sum_is_disputed_however_well_the_sum_closes(self) -> None:
        sheet = Sheet().print("7100", "20,516,904").print("7110", "371,290,448")
        result = sheet.trust("doubtful", "7100", "7110").reconcile()
        assert result.said("7100", "7110") == [
            ("disputed", 20_516_904),
            ("disputed", 371_290_448),
        ]
        assert (
            result["7100"].reason
            == "only the printed order places it, and 7110 could stand in its place"
        )
        assert result["7120"].status == "reported"

    def test_a_number_takes_the_mark_it_is_printed_with_to_another_line(self) -> None:
        """With both signs turned 7198 would hold as well with 7190 in its place."""
        sheet = Sheet().lose("missing", "7060", "7180").trust("doubtful", "7190", "7198")
        assert sheet.reconcile().said("7190", "7198") == [
            ("reported", 34_959_718),
            ("reported", 9_959_718),
        ]
        sheet.second("7190", "(34,959,718)").second("7198", "(9,959,718)")
        assert sheet.trust("doubtful", "7190", "7198").reconcile()["7190"].status == "disputed"

    def test_doubtful_numbers_of_different_sums_confirm_themselves(self) -> None:
        result = Sheet().trust("doubtful", "7010", "7100").reconcile()
        assert result.said("7010", "7100") == [
            ("reported", 412_305_871),
            ("reported", 371_290_448),
        ]

    def test_a_doubtful_number_may_belong_to_an_empty_rival_of_its_sum(self) -> None:
        sheet = Sheet().lose("nothing", "7110").print("7180", "514,537,921")
        sheet.print("7190", "14,442,814").print("7198", "(10,557,186)").trust("doubtful", "7100")
        key = sheet.key("7100")
        sheet.readings[key] = replace(sheet.readings[key], rivals=(sheet.key("7110"),))
        result = sheet.reconcile()
        assert result["7100"].status == "disputed"
        assert result.said("7110") == [("unreadable", None)]

    def test_no_value_is_made_from_sums_over_doubtful_numbers(self) -> None:
        sheet = Sheet().lose("nothing", "7180").trust("doubtful", "7100", "7190")
        assert sheet.reconcile().said("7180") == [("unreadable", None)]

    def test_a_number_beside_a_lost_line_that_its_sum_does_not_need_may_have_slipped(self) -> None:
        result = Sheet({**SEGREGATION, "7030": 0}).lose("missing", "7030")
        result.print("7040", "506,297,209").print("7060", "506,299,495").print("7190", "28,755,330")
        said = result.print("7198", "3,755,330").reconcile()
        assert said["7040"].status == "reported"
        assert said.said("7020", "7032") == [("disputed", 87_450_219), ("disputed", 15_918_264)]
        assert said["7010"].status == "reported"

    def test_a_printed_number_serves_one_item(self) -> None:
        sheet = Sheet()
        taken = sheet.readings[sheet.key("7150")].options[0]
        borrowed = replace(taken, cost=2)
        key = sheet.key("7160")
        sheet.readings[key] = replace(sheet.readings[key], seen="amount", options=(borrowed,))
        result = sheet.reconcile()
        assert result.said("7150", "7160") == [("reported", 0), ("unreadable", None)]
        assert "serves another item" in (result["7160"].reason or "")

    def test_a_ghost_of_the_line_before_where_no_rule_needs_it_is_disputed(self) -> None:
        sheet = Sheet(CAPITAL, present=["net-capital"]).print("7475", "1,000,000")
        verdict = sheet.reconcile()["7475"]
        assert verdict.status == "disputed"
        assert "it repeats 7465" in (verdict.reason or "")

    def test_a_ghost_that_lost_its_minus_on_the_line_of_another_sign_is_disputed(self) -> None:
        figures = {"7200": 1_464_379, "7210": 0, "7220": 0, "7230": 0, "7240": -1_464_379}
        sheet = Sheet(figures, SECURED, present=["dealer-options", "secured"])
        result = sheet.print("7305", "(1,464,379)").reconcile()
        assert result.said("7240", "7305") == [
            ("reported", -1_464_379),
            ("disputed", 1_464_379),
        ]
        assert "it repeats 7240" in (result["7305"].reason or "")

    def test_a_ghost_in_an_empty_addend_is_disputed_and_its_emptiness_suspected(self) -> None:
        result = Sheet().print("7160", "1,204,815").reconcile()
        assert result["7160"].status == "disputed"
        suspects = {s.box: s.value for s in result.check("segregation.7180").suspects}
        assert suspects["7160"] == 0


class TestWeakRules:
    def test_the_usual_minimum_is_suspected_where_the_print_is_close_to_it(self) -> None:
        result = Sheet(CAPITAL, present=["net-capital"]).print("7465", "1,008,000").reconcile()
        assert result.said("7465") == [("disputed", 1_008_000)]

    def test_another_minimum_is_taken_as_printed(self) -> None:
        result = Sheet(CAPITAL, present=["net-capital"]).print("7465", "20,000,000").reconcile()
        assert result.said("7465") == [("reported", 20_000_000)]

    def test_a_misread_base_of_a_percent_is_disputed_and_suspected(self) -> None:
        sheet = Sheet(CAPITAL, present=["net-capital"]).print("7415", "2,265,140,815")
        result = sheet.reconcile()
        assert result.said("7415", "7425") == [
            ("disputed", 2_265_140_815),
            ("reported", 181_259_265),
        ]
        assert result.check("net-capital.7425").suspects[0].value == 2_265_740_815

    def test_the_result_of_a_percent_is_corrected_where_a_sum_confirms_it(self) -> None:
        sheet = Sheet(CAPITAL, present=["net-capital"]).print("7425", "181,269,265")
        result = sheet.reconcile()
        assert result.said("7425") == [("corrected", 181_259_265)]

    def test_a_result_that_no_case_gives_is_disputed_before_it_is_known_which_applies(self) -> None:
        sheet = Sheet(CAPITAL, present=["net-capital"])
        result = sheet.print("7490", "248,565,096").print("7495", "278,421,599").reconcile()
        assert result.check("net-capital.7495").status == "undecided"
        assert result.said("7495") == [("disputed", 278_421_599)]
        assert "no case of 7495" in (result["7495"].reason or "")

    def test_a_result_that_some_case_gives_stands_before_it_is_known_which_applies(self) -> None:
        sheet = Sheet(CAPITAL, present=["net-capital"]).print("7490", "248,565,096")
        assert sheet.reconcile().said("7495") == [("reported", 273_421_599)]

    def test_an_unconfirmed_print_without_the_marks_of_the_others_is_disputed(self) -> None:
        both = ("segregation", "net-capital")
        sheet = Sheet(SEGREGATION, CAPITAL, present=both).print("7475", "3400000")
        assert sheet.reconcile().said("7475") == [("disputed", 3_400_000)]
        for box, value in {**SEGREGATION, **CAPITAL}.items():
            sheet.print(box, "" if value is None else str(value))
        bare = sheet.print("7475", "3400000").reconcile()
        assert bare.said("7415", "7475") == [("reported", 2_265_740_815), ("reported", 3_400_000)]

    def test_a_lone_digit_that_nothing_confirms_is_mostly_a_zero(self) -> None:
        result = Sheet(SECURED, present=["secured"]).print("7305", "8").reconcile()
        assert result.said("7305") == [("disputed", 8)]


class TestReviewers:
    def test_a_reviewers_value_stands_above_the_reading_and_the_rules_run_over_it(self) -> None:
        sheet = Sheet().print("7100", "311,290,448")
        decided = Decisions(
            values={sheet.key("7100"): 371_290_448}, fields={}, waived=(), records=()
        )
        result = sheet.reconcile(corrections=decided)
        verdict = result["7100"]
        assert (verdict.status, verdict.value, verdict.as_read) == (
            "reviewed",
            371_290_448,
            311_290_448,
        )
        assert result.check("segregation.7180").status == "passed"
        assert result.with_status(*OPEN) == {}

    def test_a_waived_check_stays_visible_and_disputes_nothing(self) -> None:
        figures = {**SEGREGATION, "7198": 9_959_700}
        decided = Decisions(values={}, fields={}, waived=("segregation.7198",), records=())
        result = Sheet(figures).reconcile(corrections=decided)
        assert result.check("segregation.7198").status == "waived"
        assert result.said("7198") == [("reported", 9_959_700)]
        assert "segregation.7198" not in result["7194"].verified_by


class TestRequests:
    def test_the_likeliest_culprit_is_asked_for_first(self) -> None:
        requests = Sheet().print("7100", "311,290,448").reconcile().outcome.requests
        assert FOCUS.spec[requests[0].key].box == "7100"
        assert requests[0].page == 1
        assert [r.worth for r in requests] == sorted((r.worth for r in requests), reverse=True)

    def test_what_nothing_confirms_is_asked_for_last(self) -> None:
        """Of an undamaged filing only what no exact rule covers, amounts before zeros."""
        result = Sheet(CAPITAL, present=("net-capital",)).reconcile()
        asked = {FOCUS.ref(r.key): r.worth for r in result.outcome.requests}
        assert asked == {"7415": 1, "7435": 1, "7465": 1, "7475": 0}
        damaged = Sheet(CAPITAL, present=("net-capital",)).print("7415", "2,265,140,815")
        worth = {FOCUS.ref(r.key): r.worth for r in damaged.reconcile().outcome.requests}
        assert worth["7415"] > 2
        assert worth["7435"] == 1

    def test_an_unreadable_item_that_two_checks_wait_for_is_worth_more_than_one(self) -> None:
        sheet = Sheet().lose("missing", "7070", "7180", "7190", "7194")
        worth = {FOCUS.spec[r.key].box: r.worth for r in sheet.reconcile().outcome.requests}
        assert worth["7180"] > worth["7070"]


@pytest.mark.parametrize("share", [5, "7.5"])
def test_a_percent_of_the_filing_proposes_a_target_that_was_lost(share: object) -> None:
    percents = {key for key, cell in WINJAMMER.spec.items() if cell.kind == "percent"}
    rate_key = next(key for key in percents if key.split("/")[1] == "segregated.b")
    target = 25_004_755 if share == 5 else 37_507_133
    figures = {**SEGREGATION, "7194": target, "7198": 34_959_718 - target}
    sheet = Sheet(figures, present=["segregation", "cover"], edition=WINJAMMER)
    result = sheet.lose("missing", "7194").reconcile(rates={rate_key: str(share)})
    assert result.said("7194") == [("derived", target)]
    assert result["7194"].verified_by == ("segregation.7198",)


def test_prints_of_the_kit_are_read_back() -> None:
    assert [printed(value) for value in (None, 0, -1_234)] == ["", "0", "(1,234)"]
