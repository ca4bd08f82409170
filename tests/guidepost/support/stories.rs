//! Stories to test with.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::Client;

/// A story with everything that publishing needs, and no more.
pub fn short(title: &str, from: &str, to: &str) -> Value {
    json!({
        "language": "en", "title": title, "summary": format!("Summary of {title}"),
        "transitions": [{"from_role": from, "to_role": to, "route": "promoted"}],
        "tips": [{"audience": "everyone", "text_md": "Ask."}]
    })
}

/// A story with every part and every optional field.
pub fn whole() -> Value {
    json!({
        "language": "ja", "title": "SREから執行役員へ", "summary": "三つの転機の話。", "byline": "named",
        "transitions": [
            {"from_role": "backend-engineer", "to_role": "sre", "title": "SRE", "organisation": "EC, 60人",
             "started_on": "2016", "route": "applied-internally", "scope": "system", "story_md": "**one**"},
            {"from_role": "sre", "to_role": "engineering-manager", "title": "EM", "organisation": "EC, 120人",
             "started_on": "2021-04", "route": "position-created", "scope": "organisation", "story_md": "two"}],
        "challenges": [{"kind": "few-role-models", "faced_md": "faced", "approach": "widened-the-view",
                        "response_md": "response", "hindsight_md": "hindsight"}],
        "practices": [{"practice": "error-budget", "applied_to": "経営のリスク管理", "how_md": "how",
                       "indicator": "indicator", "caveat_md": "caveat"}],
        "tips": [{"audience": "undecided", "text_md": "tip"}],
        "reflection_md": "reflection",
        "links": [{"kind": "slides", "url": "https://example.org/slides", "title": "slides"}],
        "canonical_url": "https://example.org/story", "reuse": "excerpt", "publish_at": null
    })
}

impl Client {
    /// Creates a draft. Returns it with its `ETag`.
    pub async fn draft(&self, story: &Value) -> (Value, String) {
        let answer = self.post("/api/v1/stories", story).await;
        let etag = answer
            .headers()
            .get("etag")
            .map(|it| it.to_str().unwrap().to_owned());
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert_eq!(status, 201, "{body}");
        (body, etag.unwrap())
    }

    /// Creates a story and publishes it.
    pub async fn published(&self, story: &Value) -> Value {
        let (draft, etag) = self.draft(story).await;
        let answer = self.publish(&draft, &etag).await;
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert_eq!(status, 200, "{body}");
        body
    }

    /// Takes a step (`publish`, `unlist`, `withdraw`) from the story as it is now.
    pub async fn step(&self, id: &str, step: &str) -> Response {
        self.at_once(Method::POST, id, &format!("/{step}"), None)
            .await
    }

    /// Saves this in the place of the story as it is now.
    pub async fn save(&self, id: &str, story: &Value) -> Response {
        self.at_once(Method::PUT, id, "", Some(story)).await
    }

    /// Deletes the story as it is now.
    pub async fn delete(&self, id: &str) -> Response {
        self.at_once(Method::DELETE, id, "", None).await
    }

    async fn at_once(
        &self,
        method: Method,
        id: &str,
        what: &str,
        body: Option<&Value>,
    ) -> Response {
        let path = format!("/api/v1/stories/{id}");
        let etag = self.get(&path).await.headers()["etag"].clone();
        let request = self.request(method, &format!("{path}{what}"));
        let request = request.header("if-match", etag);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        request.send().await.unwrap()
    }

    pub async fn publish(&self, story: &Value, etag: &str) -> Response {
        let path = format!("/api/v1/stories/{}/publish", story["id"].as_str().unwrap());
        self.request(Method::POST, &path)
            .header("if-match", etag)
            .send()
            .await
            .unwrap()
    }

    /// The titles of a list.
    pub async fn titles(&self, query: &str) -> Vec<String> {
        let list = self.json(&format!("/api/v1/stories?{query}")).await;
        let title = |it: &Value| it["title"].as_str().unwrap().to_owned();
        list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(title)
            .collect()
    }
}
