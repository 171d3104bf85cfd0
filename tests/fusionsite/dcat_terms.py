"""The terms of DCAT 3 (W3C Recommendation of 22 August 2024) and of what it is used with."""

TERMS = {
    "dcat": """
        Catalog CatalogRecord DataService Dataset DatasetSeries Distribution Relationship Resource
        Role accessService accessURL bbox byteSize catalog centroid compressFormat contactPoint
        dataset distribution downloadURL endDate endpointDescription endpointURL first hadRole
        hasCurrentVersion hasVersion inCatalog inSeries isVersionOf keyword landingPage last
        mediaType next nextVersion packageFormat prev previousVersion qualifiedRelation record
        resource seriesMember servesDataset service spatialResolutionInMeters startDate
        temporalResolution theme themeTaxonomy version
    """,
    # DCMI Metadata Terms, /terms/ namespace.
    "dct": """
        abstract accessRights accrualMethod accrualPeriodicity accrualPolicy alternative audience
        available bibliographicCitation conformsTo contributor coverage created creator date
        dateAccepted dateCopyrighted dateSubmitted description educationLevel extent format
        hasFormat hasPart hasVersion identifier instructionalMethod isFormatOf isPartOf
        isReferencedBy isReplacedBy isRequiredBy isVersionOf issued language license mediator
        medium modified provenance publisher references relation replaces requires rights
        rightsHolder source spatial subject tableOfContents temporal title type valid
        Agent AgentClass BibliographicResource FileFormat Frequency Jurisdiction LicenseDocument
        LinguisticSystem Location LocationPeriodOrJurisdiction MediaType MediaTypeOrExtent
        MethodOfAccrual MethodOfInstruction PeriodOfTime PhysicalMedium PhysicalResource Policy
        ProvenanceStatement RightsStatement SizeOrDuration Standard
    """,
    "foaf": "Agent Group Organization Person homepage mbox name page",
    "rdfs": "label comment seeAlso",
    "spdx": "Checksum algorithm checksum checksumValue checksumAlgorithm_sha256",
    "vcard": "Kind Organization Individual Group fn hasEmail hasTelephone hasURL",
    "xsd": "date dateTime decimal duration gYear gYearMonth hexBinary nonNegativeInteger string",
}
KNOWN = {f"{prefix}:{name}" for prefix, names in TERMS.items() for name in names.split()}
# What DCAT-AP 3 asks of each; https://semiceu.github.io/DCAT-AP/releases/3.0.0/.
MANDATORY = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher"},
    "dcat:Dataset": {"dct:title", "dct:description"},
    "dcat:Distribution": {"dcat:accessURL"},
    "dcat:DataService": {"dct:title", "dcat:endpointURL"},
    "spdx:Checksum": {"spdx:algorithm", "spdx:checksumValue"},
    "foaf:Agent": {"foaf:name"},
}
