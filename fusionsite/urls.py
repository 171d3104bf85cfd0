from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from agreements.exports import AgreementListDownload, AgreementListEmbed
from news.exports import ArticleListDownload, ArticleListEmbed
from organisations.exports import OrganisationListDownload, OrganisationListEmbed

from . import views
from .api import api
from .operating.health import HealthView, ReadinessView

handler500 = "fusionsite.operating.trouble.server_error"
handler429 = "accounts.views.too_many_tries"
# There is one door: whatever asks for the admin's own is led to it.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("agreements/", include("agreements.urls")),
    path("organisations/", include("organisations.urls")),
    path("<str:section>.csv-metadata.json", views.columns, name="columns"),
    path("agreements.<str:ending>", AgreementListDownload.as_view(), name="agreements_file"),
    path(
        "organisations.<str:ending>",
        OrganisationListDownload.as_view(),
        name="organisations_file",
    ),
    path("news.<str:ending>", ArticleListDownload.as_view(), name="news_file"),
    # No cookie reaches what is under embed/: see fusionsite.middleware.
    path("embed/agreements/", AgreementListEmbed.as_view(), name="agreements_embed"),
    path("embed/organisations/", OrganisationListEmbed.as_view(), name="organisations_embed"),
    path("embed/news/", ArticleListEmbed.as_view(), name="news_embed"),
    path("embed/timeline/", views.TimelineEmbedView.as_view(), name="timeline_embed"),
    path("countries/", views.CountryListView.as_view(), name="countries"),
    path("countries/<slug:iso2>/", views.CountryView.as_view(), name="country"),
    path("map/", views.MapView.as_view(), name="map"),
    path("map.svg", views.MapFileView.as_view(), name="map_file"),
    path("countries/<slug:iso2>/brief/", views.CountryBriefView.as_view(), name="country_brief"),
    path("timeline/", views.TimelineView.as_view(), name="timeline"),
    path("timeline.svg", views.TimelineFileView.as_view(), name="timeline_file"),
    path("news/", include("news.urls")),
    path("changes/", views.ChangesView.as_view(), name="changes"),
    path("changes.atom", views.ChangesFeedView.as_view(), name="changes_feed"),
    path("alerts/", include("alerts.urls")),
    path("api/", views.ApiView.as_view(), name="api"),
    path("api/v1/openapi.json", views.OpenApiView.as_view(), name="openapi"),
    path("api/v1/", api.urls),
    path("search/", views.SearchView.as_view(), name="search"),
    # Before the editors' page of this address, whose text stands in it.
    path("data/", views.DataView.as_view(), name="data"),
    path("data/register.zip", views.PackageView.as_view(), name="register_package"),
    path("data/register.zip.sha256", views.ChecksumView.as_view(), name="register_checksum"),
    path("data/datapackage.json", views.SchemaView.as_view(), name="register_schema"),
    path("data/catalog.jsonld", views.CatalogView.as_view(), name="catalog"),
    path("sitemap.xml", views.SitemapIndexView.as_view(), name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap_section, name="sitemap_section"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    # Answered before they get here: see fusionsite.operating.health.
    path("healthz", HealthView.as_view(), name="healthz"),
    path("readyz", ReadinessView.as_view(), name="readyz"),
    path("media/<path:name>", views.media_file, name="media"),
    path(
        "admin/r/<path:content_type_id>/<path:object_id>/", views.view_on_site, name="view_on_site"
    ),
    path("admin/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("publishing.urls")),
]
