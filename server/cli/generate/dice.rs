//! Chance that repeats: the same seed gives the same throws, on every machine.

use time::{Duration, OffsetDateTime};
use uuid::{Builder, Uuid};

/// `SplitMix64`: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
#[derive(Clone, Debug)]
pub struct Dice(u64);

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl Dice {
    /// Dice of its own for the `n`th of something, so that it does not matter who throws first.
    pub fn new(seed: u64, what: &str, n: u32) -> Self {
        let mut dice = Self(seed);
        for it in what.bytes().map(u64::from).chain([u64::from(n)]) {
            dice.0 ^= it;
            dice.0 = dice.throw();
        }
        dice
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `n - 1`; 0 for none.
    pub fn below(&mut self, n: u32) -> u32 {
        let thrown = self.throw() % u64::from(n.max(1));
        u32::try_from(thrown).unwrap_or_default()
    }

    /// As [`Dice::below`], the small ones far more often: of a thousand the first comes in 2.9 %.
    pub fn low_below(&mut self, n: u32) -> u32 {
        let most = self.below(n).saturating_add(1);
        let most = self.below(most).saturating_add(1);
        self.below(most)
    }

    pub fn between(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most.saturating_sub(least) + 1)
    }

    pub fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// Any of them.
    ///
    /// # Panics
    /// On an empty list: what the lists are made of is ours.
    #[expect(clippy::expect_used, reason = "the lists are ours and not empty")]
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let n = u32::try_from(list.len()).unwrap_or(u32::MAX);
        let at = usize::try_from(self.below(n)).unwrap_or_default();
        list.get(at).expect("a list that is not empty")
    }

    /// The first of them most often: the nth with a weight of 1/n, as words and roles are spread.
    pub fn favour<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        const WHOLE: u32 = 1 << 20;
        let weights = (1..).map(|n| WHOLE / n);
        let total = weights.clone().take(list.len()).sum();
        let mut left = self.below(total);
        for (it, weight) in list.iter().zip(weights) {
            if left < weight {
                return it;
            }
            left -= weight;
        }
        self.pick(list)
    }

    /// One of them by its weight in percent; the weights of all make a hundred.
    pub fn weighed<'a, T>(&mut self, list: &'a [(u32, T)]) -> &'a T {
        let mut left = self.below(100);
        for (weight, it) in list {
            if left < *weight {
                return it;
            }
            left -= weight;
        }
        &self.pick(list).1
    }

    pub fn shuffled<'a, T>(&mut self, list: &'a [T]) -> Vec<&'a T> {
        let mut left: Vec<&T> = list.iter().collect();
        let mut shuffled = Vec::with_capacity(left.len());
        while let Ok(n @ 1..) = u32::try_from(left.len()) {
            let at = usize::try_from(self.below(n)).unwrap_or_default();
            shuffled.push(left.swap_remove(at));
        }
        shuffled
    }

    /// An instant between two, as fine as the database keeps it.
    pub fn instant(&mut self, from: OffsetDateTime, to: OffsetDateTime) -> OffsetDateTime {
        let seconds = u32::try_from((to - from).whole_seconds()).unwrap_or_default();
        let (seconds, micros) = (self.below(seconds), self.below(1_000_000));
        from + Duration::seconds(seconds.into()) + Duration::microseconds(micros.into())
    }

    pub fn bytes(&mut self) -> [u8; 8] {
        self.throw().to_be_bytes()
    }

    /// Of the form of a random one (v4).
    pub fn uuid(&mut self) -> Uuid {
        let (high, low) = (u128::from(self.throw()), u128::from(self.throw()));
        Builder::from_random_bytes((high << 64 | low).to_be_bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_throws() {
        let throws = |seed, n| {
            let mut dice = Dice::new(seed, "story", n);
            (0..8).map(|_| dice.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(throws(1, 7), [718, 223, 297, 480, 451, 915, 293, 147]);
        assert_eq!(throws(1, 7), throws(1, 7));
        assert_ne!(throws(1, 7), throws(1, 8));
        assert_ne!(throws(1, 7), throws(2, 7));
    }

    #[test]
    fn the_first_is_favoured() {
        let mut dice = Dice::new(1, "favour", 0);
        let mut n = [0; 10];
        for _ in 0..10_000 {
            n[*dice.favour(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9])] += 1;
        }
        assert!(n[0] > 3 * n[3] && n[9] > 100, "{n:?}");
    }
}
