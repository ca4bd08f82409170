//! Words that stand in every text and question and so tell nothing about either.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::search::words::{Word, fold, kind};

/// The most kana of a word that may be light.
const LIGHT: usize = 3;

const ENGLISH: &str = "a an and are as at be been being but by can could did do does for from mine yours hers ours theirs myself yourself had has have he her his \
    how i if in into is it its just me my no nor not of off on or our out own per she should so some such than that \
    the their them then there these they this those to too under until up us was we were what when where which while \
    who whom whose why will with would you your am im i'm ive i've about after before between during through over \
    also any each few more most other only same very don't doesn't isn't can't vs via etc";

/// Said in a question, about nothing in particular.
const ENGLISH_ASKING: &str = "become becoming became get getting got go going went want wants wanted need needs make \
    making made way ways thing things story stories experience experiences tip tips advice someone somebody people \
    person anyone best good great help please tell find look looking read know learn start started use using used \
    like work working job new really still without within deal dealing handle handling happen happens example examples \
    able actually again ago ahead almost alone along already although always among another anything apart around aside ask \
    asked away back because behind beside besides better beyond both bring came cannot certain certainly clearly come comes \
    coming consider course currently despite different done down either else enough especially even ever every everybody \
    everyone everything exactly far first follow former found full further generally given gives giving gone half hardly \
    here however indeed inside instead keep keeps kept last lately later latter least less let lets likely little long lot \
    lots mainly many may maybe mean means meanwhile might moreover much must name near necessary neither never next none \
    nothing now obviously often ok okay old once one ones onto others otherwise overall part particular perhaps possible \
    probably put quite rather recent regarding relatively right said saw say says second see seem seems seen sense several \
    shall show side since somehow something sometimes somewhat somewhere soon sorry sure take takes taken taking thank \
    thanks therefore thing think thinking third three throughout thus together toward towards tried truly try trying twice \
    two unless unlikely upon usually various well went whatever whenever whether whole wish wonder wondering year years yes \
    yet day days month months week weeks time times without having";

const JAPANESE: &str = "の に は を た が で て と し れ さ ある いる も する から な こと として い や れる など なっ ない \
    この ため その あっ よう また もの という あり まで られ なる へ か だ これ によって により おり より による ず \
    られる において ば なかっ なく しかし について せ だっ できる それ う ので なお のみ でき き つ における および いう さらに \
    でも ら たり その他 に関する たち ます ん なら に対して 特に せる とき では にて ほか ながら うち そして とともに ただし \
    かつて それぞれ または お ほど に対する ほとんど といった です とも ところ ここ し て しまう しまっ み いく いっ くる き \
    おく おい もらう もらっ くれる くれ たい たく なり なれ せん まし ました でし そう どの どんな なに 何 なぜ どう いつ どこ \
    だれ 誰 ね よ わ ぞ さん 私 僕 自分 方 人 時 中 後 前 上 下 的 化 性 者 等 ごと だけ しか ばかり くらい ぐらい けど \
    けれど のに って っ ちゃう じゃ なけれ ねば べき みたい らしい 言う 言っ 思う 思っ 行う 行っ 行く";

const JAPANESE_ASKING: &str = "方法 やり方 仕方 進め方 話 体験談 経験談 経験 体験 ストーリー 事例 例 教える 教え 知り 知る 知りたい \
    読み 読む 読みたい 探す 探し 欲しい ほしい 場合 とは 必要 良い いい 悩み 悩む 悩ん なりたい なり方 なろう やる やっ コツ 仕事 \
    すれ すれば すべき やめる やめ 始める 始め 続ける 続け 使う 使っ 見る 見 出る 出 入る 入っ 来る 来 持つ 持っ 変わる 変わっ 変える 変え \
    感じ 感じる 考え 考える 違い 向け 向けて どうやって いかに ときに ために 理由 きっかけ 経緯 背景";

static SMALL: LazyLock<HashSet<String>> = LazyLock::new(|| keys(&[ENGLISH, JAPANESE]));
static ASKING: LazyLock<HashSet<String>> =
    LazyLock::new(|| keys(&[ENGLISH_ASKING, JAPANESE_ASKING]));

/// The keys of what is written in hiragana.
static HIRAGANA: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words = [JAPANESE, JAPANESE_ASKING].into_iter();
    let words = words.flat_map(str::split_whitespace);
    let hiragana = words.filter(|it| it.chars().all(kind::is_hiragana));
    hiragana.map(fold::key).collect()
});

/// Whether a word of katakana has the key of one that is small or asks in hiragana, and yet says something:
/// タイ is a country, たい an ending.
pub fn is_only_alike(key: &str) -> bool {
    HIRAGANA.contains(key) && key.chars().nth(1).is_some()
}

/// Whether a word's key is one of grammar only.
pub fn is_small(key: &str) -> bool {
    SMALL.contains(key) || is_stray_kana(key)
}

/// Whether a word's key belongs to asking rather than to what is asked for.
pub fn is_asking(key: &str) -> bool {
    ASKING.contains(key)
}

/// Whether a word is short and all of hiragana: mostly grammar, or a verb that says little.
pub fn is_light(word: &Word) -> bool {
    let is_hiragana = |c| kind::is_hiragana(c) && !word.is_katakana;
    word.key.chars().count() <= LIGHT && word.key.chars().all(is_hiragana)
}

/// Whether a word counts little beside others.
pub fn says_little(word: &Word) -> bool {
    is_small(&word.key) || is_asking(&word.key) || is_light(word)
}

/// Where an inflection was cut, single kana are left over.
fn is_stray_kana(key: &str) -> bool {
    let mut chars = key.chars();
    let first = chars.next();
    chars.next().is_none() && first.is_some_and(kind::is_hiragana)
}

fn keys(lists: &[&str]) -> HashSet<String> {
    lists
        .iter()
        .flat_map(|it| it.split_whitespace())
        .map(fold::key)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use crate::search::words::cut;

    #[test]
    fn grammar_is_small_and_questions_ask() {
        assert!(is_small("the") && is_small("から") && is_small("ぬ"));
        assert!(is_asking("方法") && is_asking("become"));
        assert!(!is_small("sre") && !is_small("評価") && !is_asking("転職"));
    }

    #[test]
    fn a_word_of_katakana_is_no_ending() {
        let keys: Vec<String> = cut("行きタイ行きたい", Language::Japanese)
            .into_iter()
            .map(|it| it.key)
            .collect();
        assert!(keys.contains(&"タイ".to_owned()), "{keys:?}");
        assert!(!is_small("タイ") && is_small("たい") && is_asking(&fold::key("コツ")));
    }
}
