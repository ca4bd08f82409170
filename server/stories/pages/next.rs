//! Where one may read on after a story.

/// Stories as cards, or as entries of a page.
pub(super) enum Next<T> {
    /// They go on from where this one ends.
    Onward(Vec<T>),
    /// None goes on from there: others that came to the same place.
    Beside(Vec<T>),
    /// Nobody else came there: others that met the same challenge, which is named.
    Alike(String, Vec<T>),
}

impl<T> Next<T> {
    pub(super) fn all(&self) -> &[T] {
        match self {
            Self::Onward(all) | Self::Beside(all) | Self::Alike(_, all) => all,
        }
    }

    pub(super) fn map<U>(self, change: impl FnOnce(Vec<T>) -> Vec<U>) -> Next<U> {
        match self {
            Self::Onward(all) => Next::Onward(change(all)),
            Self::Beside(all) => Next::Beside(change(all)),
            Self::Alike(challenge, all) => Next::Alike(challenge, change(all)),
        }
    }
}
