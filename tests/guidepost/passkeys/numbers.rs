//! Where the address is a number, or not encrypted, there are no passkeys, and the settings say why.

use guidepost::access::Ways;

use super::{ADD, SETTINGS, holds, member};
use crate::support::postgres::new_database;
use crate::support::{TestApp, options};

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_allows_no_passkeys_is_told() {
    for (base, told) in [
        ("http://192.0.2.7:8080", "a number, not a name"),
        ("http://guidepost.example", "is not encrypted"),
    ] {
        let mut options = options();
        options.base_url = base.parse().ok();
        let ways = Ways::of(Some("elsewhere"), &options, Vec::new());
        let app = TestApp::with_ways(new_database().await, &options, ways);
        let mut ada = member(&app, "ada").await;
        let page = ada.page(SETTINGS).await;
        assert!(
            page.contains(told) && !page.contains("data-island"),
            "{page}"
        );
        let fields = [("name", "Key"), ("handle", "bob")];
        for path in [ADD, "/sign-in/passkey", "/join/passkey"] {
            let begun = ada.form(&format!("{path}/begin"), &fields).await;
            assert_eq!(begun.status(), 404, "{path}");
        }
        // Codes on paper work everywhere.
        let made = ada.form("/settings/sign-in/codes", &[]).await;
        assert_eq!(made.status(), 200);
        assert!(holds(&app, "(select count(*) from recovery_codes) = 10").await);
    }
}
