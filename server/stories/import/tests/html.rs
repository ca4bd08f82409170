//! Pages and pieces of pages from note, Zenn, Qiita and elsewhere.

use super::*;
use crate::stories::content::LinkKind;

#[test]
fn a_page_says_its_title_and_address() {
    let page = r#"<!doctype html><html><head><title>SREを降りた話｜あお｜note</title>
<meta property="og:title" content="SREを降りた話｜あお"><link rel="canonical" href="https://note.com/ao/n/n1"></head>
<body><nav><a href="/">note</a></nav><main><article><h1>SREを降りた話</h1><p>書き出し。</p>
<h2>課題</h2><p>迷った。</p></article></main><footer>© note</footer></body></html>"#;
    let article = html(page);
    assert_eq!(article.title.as_deref(), Some("SREを降りた話"));
    assert_eq!(
        article.canonical_url.as_deref(),
        Some("https://note.com/ao/n/n1")
    );
    assert_eq!(headings(&article), ["", "課題"]);
    assert_eq!(texts(&article), ["書き出し。", "迷った。"]);
    assert_eq!(
        html("<title>Only this &amp; that</title><p>x")
            .title
            .as_deref(),
        Some("Only this & that")
    );
    assert_eq!(
        html("<h1>A heading</h1>x").title.as_deref(),
        Some("A heading")
    );
    assert_eq!(
        html("<link rel=canonical href='javascript:x'>x").canonical_url,
        None
    );
}

#[test]
fn running_text_becomes_markdown() {
    for (page, expected) in [
        (
            "<p>a <b>bold </b>c <i>it</i> <s>no</s> <code>x = `1`</code></p>",
            "a **bold** c *it* ~~no~~ `` x = `1` ``",
        ),
        ("<p>a<br>b<br><br>c<br></p>", "a\\\nb\n\nc"),
        (
            "<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>",
            "- a\n  - b\n- c",
        ),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n> \n> b"),
        ("a<hr>b", "a\n\n-----\n\nb"),
        (
            "<p>1 * 2 # _x_ &lt;b&gt; [y](z)</p>",
            "1 \\* 2 \\# \\_x\\_ \\<b\\> \\[y\\](z)",
        ),
        (
            "<dl><dt>Term</dt><dd>what it is</dd></dl>",
            "**Term**\n\nwhat it is",
        ),
        (
            "<details><summary>More</summary><p>x</p></details>",
            "**More**\n\nx",
        ),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("<span>a</span><span> b</span>", "a b"),
        ("  \n <p>\n a \n b </p>\n", "a b"),
    ] {
        assert_eq!(words(page), expected, "{page}");
    }
}

#[test]
fn code_keeps_its_lines_and_language() {
    let qiita = "<div class=\"code-frame\"><pre><code class=\"language-ruby\"><span class=k>def</span> a\n  <span>1</span> &lt; 2\n\nend\n</code></pre></div>";
    assert_eq!(words(qiita), "```ruby\ndef a\n  1 < 2\n\nend\n```");
    assert_eq!(words("<pre>a<br>```<br>b</pre>"), "````\na\n```\nb\n````");
}

#[test]
fn a_table_becomes_a_table() {
    let page = "<table><thead><tr><th>役</th><th>年</th></tr></thead><tbody><tr><td><p>SRE</p><p>兼務</p></td><td>a|b</td><td>余り</td></tr></tbody></table>";
    assert_eq!(
        words(page),
        "| 役 | 年 |   |\n| --- | --- | --- |\n| SRE 兼務 | a\\|b | 余り |"
    );
}

#[test]
fn links_and_pictures_keep_their_way() {
    let page = "<link rel=canonical href=https://blog.example/posts/1><p><a href=\"/about\">about</a> <a href=\"javascript:alert(1)\">run</a> <a href=#x>here</a> <img alt=\"図 [1]\" src=\"../a.png\"><img src=data:image/png;base64,AAAA alt=小図></p>";
    assert_eq!(
        words(page),
        "[about](https://blog.example/about) run here ![図 \\[1\\]](https://blog.example/a.png)小図"
    );
    let card =
        "<a href=\"https://speakerdeck.com/a/b\"><div><div>登壇資料</div><div>2024</div></div></a>";
    assert_eq!(words(card), "[登壇資料 2024](https://speakerdeck.com/a/b)");
    let article =
        html("<p>見て<iframe src=\"https://www.youtube.com/embed/abc\"><p>no</iframe></p>");
    assert_eq!(article.sections[0].links[0].kind, LinkKind::Talk);
    assert!(!texts(&article)[0].contains("no"));
}

#[test]
fn what_no_reader_sees_is_dropped() {
    let page = "<p>seen</p><script>a<b>'</script><style>p{}</style><template><p>t</p></template><noscript>n</noscript>\
        <div hidden>h<div>i</div></div><p aria-hidden=\"true\">x</p><p style=\"color:red; display : none\">y<p>too</p>\
        <svg><title>s</title><text>v</text></svg><svg/><textarea>q</textarea><form>f</form><!-- c --><p>seen again</p>";
    assert_eq!(words(page), "seen\n\ntoo\n\nseen again");
}

#[test]
fn the_article_is_taken_out_of_its_page() {
    let page = "<body><div>menu</div><article><p>The long and only article of this page.</p></article><aside>more</aside></body>";
    assert_eq!(words(page), "The long and only article of this page.");
    let slides = "<article><h2>One</h2>a</article><article><h2>Two</h2>b</article><article><h2>Three</h2>c</article>";
    assert_eq!(headings(&html(slides)), ["One", "Two", "Three"]);
}

#[test]
fn the_export_of_note_is_read() {
    let export = "<?xml version=\"1.0\"?><rss xmlns:content=\"x\"><channel><title>あおのnote</title><item><title><![CDATA[SREを降りた話]]></title><link>https://note.com/ao/n/n1</link><content:encoded><![CDATA[<p name=\"a\" id=\"a\">書き出し</p><h2 name=\"b\">課題</h2><p>迷った</p>]]></content:encoded></item></channel></rss>";
    assert_eq!(Format::of(export), Format::Html);
    let article = html(export);
    assert_eq!(article.title.as_deref(), Some("SREを降りた話"));
    assert_eq!(
        article.canonical_url.as_deref(),
        Some("https://note.com/ao/n/n1")
    );
    assert_eq!(texts(&article), ["書き出し", "迷った"]);
}

#[test]
fn torn_html_is_read_too() {
    for (page, expected) in [
        ("<b>a<p>b</b>c", "**a**\n\nbc"),
        ("<li>a<li>b", "- a\n- b"),
        ("<td>a<tr>b</table>c", "a\n\nbc"),
        ("<table>a<td>b", "| a | b |\n| --- | --- |"),
        ("</p></div>a</ul>", "a"),
        (
            "<a href=https://a.example>x<a href=https://b.example>y",
            "[x](https://a.example/)[y](https://b.example/)",
        ),
        ("<ul>a</ul>", "- a"),
        ("<h2><p>a</h2>b", ""),
        ("a<", "a\\<"),
        ("a &amp &#x41; &nosuch; &#0;", "a & A \\&nosuch; \u{fffd}"),
    ] {
        let article = html(page);
        let text = texts(&article).join("");
        if expected.is_empty() {
            assert_eq!((headings(&article), text.as_str()), (vec!["a"], "b"));
        } else {
            assert_eq!(text, expected, "{page}");
        }
    }
}
