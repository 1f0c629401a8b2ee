//! A map by name in little room.

use crate::prelude::*;
use core::fmt;

/// Values by name, in order of the names: pairs in one list, looked up by halves. For some hundred names;
/// a tree would have to be fetched by browsers for every type of value.
#[derive(Clone, PartialEq, Eq)]
pub struct Map<V>(Vec<(String, V)>);

impl<V> Map<V> {
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&V> {
        let at = self.find(name).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// The value of a name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        let at = self.find(name).ok()?;
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// Gives a name its value, and takes the one it had.
    pub fn insert(&mut self, name: String, value: V) -> Option<V> {
        match self.find(&name) {
            Ok(at) => Some(core::mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                self.0.insert(at, (name, value));
                None
            }
        }
    }

    /// Takes a name and its value away.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        let at = self.find(name).ok()?;
        Some(self.0.remove(at).1)
    }

    /// Pairs in order of the names.
    pub fn iter(&self) -> core::slice::Iter<'_, (String, V)> {
        self.0.iter()
    }

    /// Number of names.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes all away.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(own, _)| own.as_str().cmp(name))
    }
}

/// A set of names.
pub(crate) type Names = Map<()>;

impl<V> Default for Map<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> FromIterator<(String, V)> for Map<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(pairs: I) -> Self {
        let mut out = Self::default();
        pairs.into_iter().for_each(|(name, value)| _ = out.insert(name, value));
        out
    }
}

impl<V> IntoIterator for Map<V> {
    type Item = (String, V);
    type IntoIter = alloc::vec::IntoIter<(String, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<V: fmt::Debug> fmt::Debug for Map<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(name, value)| (name, value))).finish()
    }
}

/// As an object.
#[cfg(feature = "serde")]
impl<V: serde::Serialize> serde::Serialize for Map<V> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_a_tree(steps in prop::collection::vec(("[а-г]{0,2}", 0u8..9), 0..60)) {
            let (mut map, mut tree) = (Map::default(), BTreeMap::new());
            for (name, value) in steps {
                if value == 0 {
                    prop_assert_eq!(map.remove(&name), tree.remove(&name));
                } else {
                    prop_assert_eq!(map.insert(name.clone(), value), tree.insert(name.clone(), value));
                }
                prop_assert_eq!(map.get(&name), tree.get(&name));
                prop_assert!(map.iter().map(|(name, value)| (name, value)).eq(&tree));
            }
        }
    }
}
