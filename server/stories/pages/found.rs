//! What a story is to machines that read pages.

use serde_json::json;

use crate::stories::pages::telling::Show;
use crate::stories::story::Row;
use crate::web::json_ld;

impl Show {
    /// Nothing stands here that the page does not show: of an anonymous story no author, and days.
    pub(super) fn json_ld(&self) -> String {
        let site = &self.site;
        let author = self.author.as_ref().map(|it| {
            json!({
                "@type": "Person",
                "name": it.display_name,
                "url": site.whole(format!("/people/{}", it.handle)),
            })
        });
        let mut article = json!({
            "@type": "Article",
            "headline": self.title,
            "description": self.summary,
            "inLanguage": self.language.as_str(),
            "mainEntityOfPage": self.canonical,
            "image": site.whole(&self.picture),
            "dateModified": self.modified,
            "datePublished": self.published.as_ref().map(|it| &it.iso),
        });
        if let (Some(author), Some(article)) = (author, article.as_object_mut()) {
            article.insert("author".to_owned(), author);
        }
        let mut crumbs = vec![(site.t("nav-stories"), "/stories".to_owned())];
        if let Some(last) = self.strip.waypoints.last() {
            let name = site.with("guidepost-to", "role", &self.last_role);
            crumbs.push((name, format!("/roles/{}", last.role)));
        }
        json_ld::text(&[article, json_ld::breadcrumbs(site, &crumbs)])
    }
}

/// The path of the picture beside a story's link: another one after each save.
pub(super) fn picture(row: &Row) -> String {
    let slug = row.slug.as_deref().unwrap_or_default();
    format!("/stories/{slug}/card.png?v={}", row.version)
}
