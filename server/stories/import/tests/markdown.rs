//! Markdown from Zenn, Qiita and slides.

use super::*;
use crate::stories::content::LinkKind;

#[test]
fn headings_cut_a_text_and_the_first_names_it() {
    let article = markdown(
        "# 椅子を待つのをやめた\n\n前置きです。\n\n## 課題 ##\n\n迷った。\n\n### 細かい話\n\nあ\n\nまとめ\n---\n\n終わり。\n",
    );
    assert_eq!(article.title.as_deref(), Some("椅子を待つのをやめた"));
    assert_eq!(headings(&article), ["", "課題", "細かい話", "まとめ"]);
    assert_eq!(
        texts(&article),
        ["前置きです。", "迷った。", "あ", "終わり。"]
    );
    let levels: Vec<u8> = article.sections.iter().map(|it| it.level).collect();
    assert_eq!(levels, [0, 2, 3, 2]);
}

#[test]
fn a_heading_is_plain_text() {
    let article = markdown("## **SRE** から [EM](https://example.org/) へ `x`\n\ntext");
    assert_eq!(headings(&article), ["SRE から EM へ x"]);
    assert_eq!(article.sections[0].links[0].url, "https://example.org/");
}

#[test]
fn code_has_no_headings() {
    let text = "## One\n\n```sh\n# not a heading\n```\n\n~~~\n## nor this\n```\n~~~\n\n    # nor code like this";
    let article = markdown(text);
    assert_eq!(headings(&article), ["One"]);
    assert!(
        article.sections[0]
            .text_md
            .ends_with("    # nor code like this")
    );
    assert_eq!(
        headings(&markdown(
            "#hash\n\n####### seven\n\n| a |\n|---|\n| b |\n---"
        )),
        [""]
    );
}

#[test]
fn front_matter_names_the_article_and_goes() {
    let zenn = "---\ntitle: \"SREを降りた話\"\nemoji: \"🪑\"\ntype: \"idea\"\ntopics: [\"sre\", \"career\"]\npublished: true\n---\n本文。\n\n## 見出し\n\nあ";
    let article = markdown(zenn);
    assert_eq!(article.title.as_deref(), Some("SREを降りた話"));
    assert_eq!(texts(&article), ["本文。", "あ"]);
    let qiita = "---\ntitle: 'Qiita の記事'\ntags:\n  - SRE\n  - キャリア\nprivate: false\nupdated_at: ''\nid: null\norganization_url_name: null\nslide: false\nignorePublish: false\n---\n# 導入\n\n本文";
    let article = markdown(qiita);
    assert_eq!(article.title.as_deref(), Some("Qiita の記事"));
    assert_eq!(headings(&article), ["導入"]);
    let other = markdown(
        "---\ntitle: A story\ncanonical_url: https://blog.example/a\n---\n\n# A story\n\nText",
    );
    assert_eq!(
        other.canonical_url.as_deref(),
        Some("https://blog.example/a")
    );
    assert_eq!((headings(&other), texts(&other)), (vec![""], vec!["Text"]));
    assert_eq!(
        markdown("---\ncanonical: javascript:alert(1)\n---\nx").canonical_url,
        None
    );
}

#[test]
fn a_rule_on_top_is_no_front_matter() {
    assert_eq!(
        texts(&markdown("---\n\nA text, not a key.\n\n---\n\nMore")),
        ["---\n\nA text, not a key.\n\n---\n\nMore"]
    );
    assert_eq!(
        texts(&markdown("---\ntitle: never closed")),
        ["---\ntitle: never closed"]
    );
}

#[test]
fn boxes_of_zenn_and_qiita_become_quotations() {
    let article =
        markdown("前\n:::message alert\n注意。\n\n二段落目。\n:::\n:::note warn\n警告\n:::\n後");
    assert_eq!(
        texts(&article),
        ["前\n\n> 注意。\n> \n> 二段落目。\n\n\n> 警告\n\n後"]
    );
    let details = markdown(":::details 詳しい経緯\n中身\n:::");
    assert_eq!(texts(&details), ["**詳しい経緯**\n\n中身"]);
    let nested = markdown("::::details 外\n:::message\n内\n:::\n後\n::::");
    assert_eq!(texts(&nested), ["**外**\n\n\n> 内\n\n後"]);
}

#[test]
fn cards_become_links() {
    let article = markdown(
        "@[card](https://zenn.dev/a/articles/b)\n@[youtube](dQw4w9WgXcQ)\n@[speakerdeck](abc123)\n@[codepen](x y)",
    );
    let text = &article.sections[0].text_md;
    assert!(text.contains("<https://zenn.dev/a/articles/b>"), "{text}");
    assert!(
        text.contains("<https://www.youtube.com/watch?v=dQw4w9WgXcQ>"),
        "{text}"
    );
    assert!(text.contains("@[codepen](x y)"), "{text}");
    let kinds: Vec<LinkKind> = article.sections[0].links.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [LinkKind::Article, LinkKind::Talk, LinkKind::Slides]);
}

#[test]
fn html_in_markdown_becomes_markdown() {
    let text = "一行目<br>二行目\n\n<details><summary>長いログ</summary><div>\n\n```rb:app/x.rb\nputs 1 <br>\n```\n\n</div></details>\n\n<img width=\"10\" alt=\"図\" src=\"https://example.org/a.png\"> と <b>太字</b> と `<b>` と 1 < 2\n\n![](https://example.org/b.png =250x)\n\n| a<br>b |\n|---|\n\n<!-- 消える\nここも -->\n残る";
    let article = markdown(text);
    let plain = article.sections[0].text_md.as_str();
    for kept in [
        "一行目  \n二行目",
        "**長いログ**",
        "`app/x.rb`\n\n```rb\nputs 1 <br>\n```",
        "![図](https://example.org/a.png) と **太字** と `<b>` と 1 < 2",
        "![](https://example.org/b.png)\n",
        "| a  b |",
        "残る",
    ] {
        assert!(plain.contains(kept), "{kept:?} in {plain}");
    }
    for gone in ["<details", "</div", "消える", "ここも", "-->"] {
        assert!(!plain.contains(gone), "{gone:?} in {plain}");
    }
}

#[test]
fn slides_become_one_text() {
    let marp = "---\nmarp: true\ntheme: default\n---\n<!-- _class: lead -->\n# 発表の題\n\n---\n\n## 課題\n\n- 迷った\n\n---\n\n続き\n\n---\n\n## まとめ\n\n終わり\n";
    let article = markdown(marp);
    assert_eq!(article.title.as_deref(), Some("発表の題"));
    assert_eq!(headings(&article), ["課題", "まとめ"]);
    assert_eq!(texts(&article), ["- 迷った\n\n\n\n続き", "終わり"]);
    let plain = markdown("# T\n\n---\n\n# A\n\na\n\n---\n\n# B\n\nb\n\n---\n\n# C\n\nc");
    assert_eq!(texts(&plain), ["a", "b", "c"]);
    let rule = markdown("one\n\n---\n\ntwo");
    assert_eq!(texts(&rule), ["one\n\n---\n\ntwo"]);
}

#[test]
fn footnotes_go_where_they_are_asked_for() {
    let article = markdown(
        "## A\n\nx[^1] [y][site]\n\n## B\n\nz[^1]\n\n## 注\n\n[^1]: 脚注\n    続き\n[site]: https://example.org/\n[^2]: 誰も呼ばない",
    );
    assert_eq!(
        texts(&article),
        [
            "x[^1] [y][site]\n\n[^1]: 脚注\n    続き\n\n[site]: https://example.org/",
            "z[^1]\n\n[^1]: 脚注\n    続き",
            "[^2]: 誰も呼ばない"
        ]
    );
}

#[test]
fn links_know_their_words_and_hosts() {
    let article = markdown(
        "[資料 **v2**](https://speakerdeck.com/a/b) と (https://note.com/a/n/n1)。同じ https://note.com/a/n/n1 と https://evilnote.com/x.",
    );
    let links: Vec<_> = article.sections[0]
        .links
        .iter()
        .map(|it| (it.kind, it.title.as_str(), it.url.as_str()))
        .collect();
    assert_eq!(
        links,
        [
            (LinkKind::Slides, "資料 v2", "https://speakerdeck.com/a/b"),
            (
                LinkKind::Article,
                "note.com/a/n/n1",
                "https://note.com/a/n/n1"
            ),
            (LinkKind::Other, "evilnote.com/x", "https://evilnote.com/x"),
        ]
    );
}

#[test]
fn what_a_story_refuses_is_left_out_of_a_paste() {
    let article = markdown("\u{feff}# T\r\n\r\na\u{202e}b\u{0}c\rd");
    assert_eq!(article.title.as_deref(), Some("T"));
    assert_eq!(texts(&article), ["abc\nd"]);
}

#[test]
fn the_form_of_a_text_is_seen() {
    for text in [
        "<!DOCTYPE html><html>",
        "  <html>",
        "<p>a",
        "<rss version=\"2.0\">",
        "<h1>題</h1>\n<p>x",
    ] {
        assert_eq!(Format::of(text), Format::Html, "{text}");
    }
    for text in [
        "# a",
        "a <b>c</b>",
        "",
        "<https://example.org/>",
        "<!-- x -->\n# a",
        "<div align=center>\n\n# a\n</div>",
        "< a",
    ] {
        assert_eq!(Format::of(text), Format::Markdown, "{text}");
    }
}
