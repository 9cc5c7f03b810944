"""A small schema of what we publish of the Open Contracting Data Standard 1.1.5, written from its list of fields: what is
required, closed codes, and nothing that is not in it."""

from typing import Any

from marshmallow import Schema, fields, validate

RELEASE_TAGS = """
planning planningUpdate tender tenderAmendment tenderUpdate tenderCancellation award awardUpdate awardCancellation contract
contractUpdate contractAmendment implementation implementationUpdate contractTermination compiled
"""
TENDER_STATES = "planning planned active cancelled unsuccessful complete withdrawn"


def _one_of(words: str) -> Any:
    return fields.String(required=True, validate=validate.OneOf(words.split()))


def _instant() -> Any:
    return fields.AwareDateTime(format="iso", required=True)


class OcdsReference(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)


class OcdsPartySchema(OcdsReference):
    roles = fields.List(fields.String(), required=True, validate=validate.Length(min=1))


class OcdsValue(Schema):
    amount = fields.Float(required=True, validate=validate.Range(0))
    currency = _one_of("GBP")


class OcdsPeriod(Schema):
    startDate = _instant()
    endDate = _instant()


class OcdsBudget(Schema):
    amount = fields.Nested(OcdsValue, required=True)


class OcdsPlanning(Schema):
    rationale = fields.String()
    budget = fields.Nested(OcdsBudget)


class OcdsTenderSchema(Schema):
    id = fields.String(required=True)
    title = fields.String(required=True)
    status = _one_of(TENDER_STATES)
    procuringEntity = fields.Nested(OcdsReference, required=True)
    value = fields.Nested(OcdsValue)
    procurementMethod = _one_of("open selective limited direct")
    procurementMethodRationale = fields.String()
    mainProcurementCategory = _one_of("goods works services")
    awardCriteria = _one_of("priceOnly qualityOnly ratedCriteria")
    awardCriteriaDetails = fields.String()
    tenderPeriod = fields.Nested(OcdsPeriod)
    numberOfTenderers = fields.Integer(strict=True)
    tenderers = fields.List(fields.Nested(OcdsReference))


class OcdsAwardSchema(Schema):
    id = fields.String(required=True)
    status = _one_of("pending active cancelled unsuccessful")
    date = _instant()
    value = fields.Nested(OcdsValue, required=True)
    suppliers = fields.List(fields.Nested(OcdsReference), required=True, validate=validate.Length(min=1))


class OcdsContractSchema(Schema):
    id = fields.String(required=True)
    awardID = fields.String(required=True)
    status = _one_of("pending active cancelled terminated")
    period = fields.Nested(OcdsPeriod, required=True)
    value = fields.Nested(OcdsValue, required=True)
    dateSigned = _instant()


class OcdsRelease(Schema):
    ocid = fields.String(required=True)
    id = fields.String(required=True)
    date = _instant()
    tag = fields.List(
        fields.String(validate=validate.OneOf(RELEASE_TAGS.split())),
        required=True,
        validate=validate.Length(min=1),
    )
    initiationType = _one_of("tender")
    language = _one_of("en")
    parties = fields.List(fields.Nested(OcdsPartySchema))
    buyer = fields.Nested(OcdsReference)
    planning = fields.Nested(OcdsPlanning)
    tender = fields.Nested(OcdsTenderSchema)
    awards = fields.List(fields.Nested(OcdsAwardSchema))
    contracts = fields.List(fields.Nested(OcdsContractSchema))


class OcdsRecordSchema(Schema):
    ocid = fields.String(required=True)
    releases = fields.List(fields.Nested(OcdsRelease), required=True, validate=validate.Length(min=1))
    compiledRelease = fields.Nested(OcdsRelease, required=True)


class OcdsPublisher(Schema):
    name = fields.String(required=True)
    uid = fields.String()


class OcdsPackage(Schema):
    uri = fields.Url(required=True, require_tld=False)
    version = _one_of("1.1")
    publishedDate = _instant()
    publisher = fields.Nested(OcdsPublisher, required=True)


class OcdsRecords(OcdsPackage):
    records = fields.List(fields.Nested(OcdsRecordSchema), required=True, validate=validate.Length(min=1))


class OcdsReleases(OcdsPackage):
    releases = fields.List(fields.Nested(OcdsRelease), required=True, validate=validate.Length(min=1))


def faults_of(package: dict[str, Any]) -> dict[str, Any]:
    """What is wrong with a package: of its form, and of numbers that name each other."""
    found = dict((OcdsRecords if "records" in package else OcdsReleases)().validate(package))
    if found:
        return found
    releases = list(package.get("releases", ()))
    for record in package.get("records", ()):
        releases += [*record["releases"], record["compiledRelease"]]
    for release in releases:
        parties = {one["id"] for one in release["parties"]}
        named = [release["buyer"]["id"]]
        named += [one["id"] for one in release.get("tender", {}).get("tenderers", ())]
        named += [one["id"] for award in release.get("awards", ()) for one in award["suppliers"]]
        if set(named) - parties:
            found["parties"] = ["somebody is named who is no party"]
        awards = {one["id"] for one in release.get("awards", ())}
        if {one["awardID"] for one in release.get("contracts", ())} - awards:
            found["contracts"] = ["a contract follows no award"]
    if len({release["ocid"] for release in releases}) > 1:
        found["ocid"] = ["there are two processes"]
    return found
