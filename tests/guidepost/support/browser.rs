//! A browser as far as sign-ins need one: it keeps cookies, and goes where it is sent when it is told to.

use std::collections::BTreeMap;

use reqwest::{Method, Response};
use url::Url;

use super::{Client, TestApp};

#[derive(Clone)]
pub struct Browser {
    client: Client,
    pub jar: BTreeMap<String, String>,
}

impl TestApp {
    pub fn browser(&self) -> Browser {
        Browser {
            client: self.stranger(),
            jar: BTreeMap::new(),
        }
    }
}

impl Browser {
    /// The same one, at another server.
    pub fn at(&self, base: &str) -> Self {
        Self {
            client: self.client.at(base),
            jar: self.jar.clone(),
        }
    }

    pub async fn get(&mut self, path: &str) -> Response {
        let answer = self.me().get(path).await;
        self.keep(answer)
    }

    pub async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Response {
        let answer = self.me().form(path, fields).await;
        self.keep(answer)
    }

    /// The text of a page that must be there.
    pub async fn page(&mut self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), 200, "{path}");
        answer.text().await.unwrap()
    }

    /// Through the provider: where it sends the browser afterwards, a path of ours.
    pub async fn through(&self, provider: &str) -> String {
        let http = reqwest::Client::builder();
        let http = http.redirect(reqwest::redirect::Policy::none()).build();
        let answer = http.unwrap().get(provider).send().await.unwrap();
        let status = answer.status();
        assert_eq!(status, 303, "{}", answer.text().await.unwrap());
        let back = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
        assert_eq!(back.origin().ascii_serialization(), "http://localhost:8080");
        back[url::Position::BeforePath..].to_owned()
    }

    /// To a provider, through it, and back to what our callback answers.
    pub async fn sign_in(&mut self, start: &str) -> Response {
        let away = self.get(start).await;
        let back = self.through(&location(&away)).await;
        self.get(&back).await
    }

    /// The whole way of somebody new.
    pub async fn join(&mut self, start: &str, handle: &str) -> Response {
        let answer = self.sign_in(start).await;
        assert_eq!(location(&answer), "/join");
        let fields = [("handle", handle), ("display_name", ""), ("language", "en")];
        self.form("/join", &fields).await
    }

    pub async fn is(&mut self, handle: &str) -> bool {
        let page = self.page("/roles").await;
        let menu = page.split("<details class=\"account\">").nth(1);
        menu.is_some_and(|it| it.contains(&format!("href=\"/people/{handle}\"")))
    }

    pub fn me(&self) -> Client {
        let cookies = self
            .jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let cookies: Vec<String> = cookies.collect();
        match cookies.is_empty() {
            true => self.client.clone(),
            false => self.client.with_cookie(&cookies.join("; ")),
        }
    }

    /// As a link on a page of another site would.
    pub async fn led_by_another_site(&mut self, path: &str) -> Response {
        let request = self.me().request(Method::GET, path);
        let answer = request.header("sec-fetch-site", "cross-site").send().await;
        self.keep(answer.unwrap())
    }

    fn keep(&mut self, answer: Response) -> Response {
        for cookie in answer.headers().get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            match value.is_empty() || cookie.contains("Max-Age=0") {
                true => self.jar.remove(name),
                false => self.jar.insert(name.to_owned(), value.to_owned()),
            };
        }
        answer
    }
}

pub fn location(answer: &Response) -> String {
    let location = answer.headers().get("location");
    let location = location.unwrap_or_else(|| panic!("{} leads nowhere", answer.status()));
    location.to_str().unwrap().to_owned()
}
