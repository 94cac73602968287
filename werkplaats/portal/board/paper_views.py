"""How landlords and municipalities want their invoices."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from werkplaats.ground.errors import Refused
from werkplaats.homes.models import DistrictTeam, Landlord
from werkplaats.members.rules.roles import May
from werkplaats.portal.fields import CommaDecimal, day_field, refuse
from werkplaats.portal.gate import PageRequest, form_page
from werkplaats.settlement import services
from werkplaats.settlement.queries import letterhead_on
from werkplaats.settlement.queries_payers import OfPayer, payers
from werkplaats.settlement.rules.payers import BlockedOf, EInvoiceRules, Reports
from werkplaats.settlement.services.payers import Terms

OF = {
    BlockedOf.LABOUR: gettext_lazy("of the labour, without VAT"),
    BlockedOf.TOTAL: gettext_lazy("of the amount of the work that counts"),
}
REPORTS = {
    Reports.NONE: gettext_lazy("no work reports"),
    Reports.REPORTS: gettext_lazy("with the work reports"),
    Reports.WITH_PHOTOS: gettext_lazy("with the work reports and photos of repairs"),
}
RULES = {EInvoiceRules.PEPPOL: "Peppol BIS Billing 3.0", EInvoiceRules.NLCIUS: "NLCIUS (SI-UBL 2.0)"}


class TermsForm(forms.Form):
    payer = forms.ChoiceField(label=gettext_lazy("Who pays"))
    reports = forms.ChoiceField(label=gettext_lazy("With the invoice"), choices=list(REPORTS.items()))
    e_invoice = forms.ChoiceField(label=gettext_lazy("Rules of the e-invoice"), choices=list(RULES.items()))
    blocked_percent = CommaDecimal(
        label=gettext_lazy("Part on our blocked account (%)"),
        min_value=0,
        max_value=99,
        decimal_places=2,
        initial=0,
        help_text=gettext_lazy("0 for none. Agree on it with a landlord that counts as a contractor (“eigenbouwer”)."),
    )
    blocked_of = forms.ChoiceField(label=gettext_lazy("That part is"), choices=list(OF.items()))
    valid_from = day_field(gettext_lazy("On invoices from"))

    def __init__(self, known: list[OfPayer], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        label, choices = self.base_fields["payer"].label, [(one.key, one.name) for one in known]
        self.fields["payer"] = forms.ChoiceField(label=label, choices=choices)

    def terms(self) -> Terms:
        given = self.cleaned_data
        return Terms(
            given["blocked_percent"],
            BlockedOf(given["blocked_of"]),
            Reports(given["reports"]),
            EInvoiceRules(given["e_invoice"]),
        )


@form_page(May.SETTLE)
def payer_terms(request: PageRequest) -> HttpResponse:
    today = timezone.localdate()
    known = payers(request.actor, today)
    form = TermsForm(known, request.POST or None, initial=_as_it_is(known, request.GET.get("payer", "")))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_payer_terms(
                request.actor,
                _partner(request, form.cleaned_data["payer"]),
                form.terms(),
                valid_from=form.cleaned_data["valid_from"],
                at=timezone.now(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Kept. Invoices that were made stay as they are."))
            return redirect("board:payer_terms")
    head = letterhead_on(request.actor.cooperative_id, today)
    context = {
        "form": form,
        "payers": [(one, _in_words(one)) for one in known],
        "blocked_iban": head.blocked_iban if head else "",
    }
    return render(request, "board/payer_terms.html", context, status=422 if form.errors else 200)


def _partner(request: PageRequest, key: str) -> Landlord | DistrictTeam:
    model: Any = Landlord if key.startswith("l") else DistrictTeam
    found: Landlord | DistrictTeam | None = model.objects.filter(
        cooperative_id=request.actor.cooperative_id, pk=int(key[1:])
    ).first()
    if found is None:
        raise Http404
    return found


def _as_it_is(known: list[OfPayer], key: str) -> dict[str, Any]:
    """The form begins with what holds now."""
    found = next((one.terms for one in known if one.key == key), None)
    fields = ("reports", "e_invoice", "blocked_percent", "blocked_of")
    held = {name: getattr(found, name) for name in fields} if found else {}
    return {**held, "payer": key, "valid_from": timezone.localdate()}


def _in_words(one: OfPayer) -> list[str]:
    if one.terms is None:
        return [str(REPORTS[Reports.NONE]), RULES[EInvoiceRules.PEPPOL]]
    said = [str(REPORTS[Reports(one.terms.reports)]), RULES[EInvoiceRules(one.terms.e_invoice)]]
    if one.terms.blocked_percent:
        percent = f"{one.terms.blocked_percent.normalize():f}".replace(".", ",")
        of = OF[BlockedOf(one.terms.blocked_of)]
        said.append(_("on our blocked account %(percent)s %% %(of)s") % {"percent": percent, "of": of})
    return said
