//! Where a Japanese name may break: between its words, which nothing in the text shows.

/// Words that end many names of roles.
const LAST_WORDS: &[&str] = &[
    "エンジニアリング",
    "マネージャー",
    "エンジニア",
    "アーキテクト",
    "オペレーター",
    "アドボケイト",
    "マスター",
    "ライター",
    "リクルーター",
    "コントリビューター",
    "管理者",
];

/// Fewer characters before the break would leave a stub.
const SHORTEST_FIRST_WORD: usize = 3;

/// The words of a name. A name that needs no break is one word.
pub fn words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = name;
    while let Some((before, after)) = split(rest) {
        words.push(before);
        rest = after;
    }
    words.push(rest);
    words
}

fn split(name: &str) -> Option<(&str, &str)> {
    if let Some((before, after)) = name.split_once('・')
        && !after.is_empty()
    {
        return name.split_at_checked(before.len() + '・'.len_utf8());
    }
    LAST_WORDS
        .iter()
        .filter_map(|word| name.find(word))
        .filter(|at| {
            name.get(..*at)
                .is_some_and(|it| it.chars().count() >= SHORTEST_FIRST_WORD)
        })
        .min()
        .and_then(|at| name.split_at_checked(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_break_between_their_words() {
        assert_eq!(
            words("エンジニアリングマネージャー"),
            ["エンジニアリング", "マネージャー"]
        );
        assert_eq!(words("インフラエンジニア"), ["インフラ", "エンジニア"]);
        assert_eq!(words("休職・育休・離職中"), ["休職・", "育休・", "離職中"]);
    }

    #[test]
    fn other_names_stay_whole() {
        for name in [
            "SRE",
            "部長",
            "テックリード",
            "Engineering manager",
            "QAエンジニア",
        ] {
            assert_eq!(words(name), [name]);
        }
    }
}
