//! What roles and people are to machines that read pages.

use serde_json::json;

use crate::guideposts::pages::{person, role};
use crate::web::json_ld;

impl role::Show {
    pub(super) fn path(&self) -> String {
        format!("/roles/{}", self.slug)
    }

    pub(super) fn json_ld(&self) -> String {
        let index = (self.site.t("nav-roles"), "/roles".to_owned());
        let name = self.site.with("guidepost-to", "role", &self.name);
        let crumbs = [index, (name, self.path())];
        json_ld::text(&[json_ld::breadcrumbs(&self.site, &crumbs)])
    }
}

impl person::Show {
    pub(super) fn path(&self) -> String {
        format!("/people/{}", self.person.handle.as_str())
    }

    pub(super) fn json_ld(&self) -> String {
        let path = self.path();
        let page = json!({
            "@type": "ProfilePage",
            "mainEntity": {
                "@type": "Person",
                "name": self.person.display_name,
                "alternateName": self.person.handle.as_str(),
                "url": self.site.whole(&path),
                "image": self.site.whole(format!("{path}/avatar.svg")),
            },
        });
        json_ld::text(&[page])
    }
}
