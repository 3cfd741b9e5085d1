//! What a disk has after a loss of power: all that was synced, and of the rest whatever chance leaves.
//!
//! The model is harsher than a real disk, which keeps some order. Of the changes that were not synced each may be there
//! or not; of a write each sector may be there or not. A file that was synced has its bytes, while its name is there
//! for sure only after its folder was synced, and the same goes for a name that was removed or moved. What was not
//! synced when a sync failed is in doubt for good: a later sync does not help, as on Linux.

use std::collections::BTreeMap;

use crate::random::Random;
use crate::trace::{Event, Found};

/// The bytes that a disk writes all or none of.
const SECTOR: usize = 512;

/// Files with their bytes, by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A disk with what is sure and what is in doubt.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    files: Vec<File>,
    /// The names that are sure.
    names: BTreeMap<String, usize>,
    /// What became of names since.
    renamed: Vec<Naming>,
    /// What each descriptor is of: a file, or the folder.
    open: BTreeMap<u32, Option<usize>>,
}

#[derive(Clone, Debug, Default)]
struct File {
    /// The bytes that are sure.
    bytes: Vec<u8>,
    /// The changes after them, in order, of which the first is not sure.
    changes: Vec<(Change, Surety)>,
}

#[derive(Clone, Debug)]
enum Change {
    Wrote { offset: usize, bytes: Vec<u8> },
    Length(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Surety {
    /// It was not synced yet.
    Open,
    /// It was not synced when a sync failed.
    Doubtful,
    /// It was synced, after one that is in doubt.
    Sure,
}

/// A change of names.
#[derive(Clone, Debug)]
enum Naming {
    Made(String, usize),
    Removed(String),
    Moved(String, String),
}

/// Which of the changes in doubt are there.
#[derive(Clone, Copy, Debug)]
enum Kept {
    None,
    All,
    /// The first ones, of each file and of the names.
    First,
    Some,
    /// Sectors of writes.
    Sectors,
}

const KEPT: &[Kept] = &[Kept::None, Kept::All, Kept::First, Kept::Some, Kept::Sectors];

impl Disk {
    /// A disk on which these files are for sure.
    pub fn of(files: Files) -> Self {
        let mut disk = Self::default();
        for (path, bytes) in files {
            disk.names.insert(path, disk.files.len());
            disk.files.push(File { bytes, changes: Vec::new() });
        }
        disk
    }

    /// Takes what a program did.
    pub fn take(&mut self, event: &Event) {
        match event {
            Event::Opened { descriptor, path, found } => self.opened(*descriptor, path, *found),
            Event::Wrote { descriptor, offset, bytes } => {
                self.change(*descriptor, Change::Wrote { offset: *offset, bytes: bytes.clone() });
            }
            Event::Length { descriptor, length } => self.change(*descriptor, Change::Length(*length)),
            Event::Synced { descriptor, is_done } => self.synced(*descriptor, *is_done),
            Event::Unlinked { path } => self.renamed.push(Naming::Removed(path.clone())),
            Event::Renamed { from, to } => self.renamed.push(Naming::Moved(from.clone(), to.clone())),
            Event::Closed { descriptor } => drop(self.open.remove(descriptor)),
            Event::Read | Event::Told(_) => {}
        }
    }

    /// Takes it that the program ended: its descriptors are nobody's.
    pub fn close(&mut self) {
        self.open.clear();
    }

    fn opened(&mut self, descriptor: u32, path: &str, found: Found) {
        let file = match found {
            Found::New => {
                self.files.push(File::default());
                self.renamed.push(Naming::Made(path.to_owned(), self.files.len() - 1));
                Some(self.files.len() - 1)
            }
            // What is no file is the folder.
            Found::Old | Found::Emptied => named(&self.names, &self.renamed).get(path).copied(),
        };
        self.open.insert(descriptor, file);
        if found == Found::Emptied {
            self.change(descriptor, Change::Length(0));
        }
    }

    fn change(&mut self, descriptor: u32, change: Change) {
        let file = self.open[&descriptor].expect("a file and no folder");
        self.files[file].changes.push((change, Surety::Open));
    }

    fn synced(&mut self, descriptor: u32, is_done: bool) {
        match self.open[&descriptor] {
            Some(file) => self.files[file].synced(is_done),
            None if is_done => self.names = named(&self.names, &std::mem::take(&mut self.renamed)),
            None => {}
        }
    }

    /// The files as a program sees them while there is power.
    pub fn seen(&self) -> Files {
        let bytes = |file: &File| file.with(|_| true, |_| true);
        let names = named(&self.names, &self.renamed);
        names.into_iter().map(|(path, file)| (path, bytes(&self.files[file]))).collect()
    }

    /// The files that are found after a loss of power.
    pub fn after_power_loss(&self, random: &mut Random) -> Files {
        let kept = *random.pick(KEPT);
        let is_kept = kept.choice(self.renamed.len(), random);
        let renamed = self.renamed.iter().zip(is_kept).filter(|(_, is_kept)| *is_kept);
        let names = named(&self.names, renamed.map(|(naming, _)| naming));
        names.into_iter().map(|(path, file)| (path, self.files[file].after_power_loss(kept, random))).collect()
    }
}

/// The names after changes.
fn named<'a>(
    names: &BTreeMap<String, usize>,
    changes: impl IntoIterator<Item = &'a Naming>,
) -> BTreeMap<String, usize> {
    let mut names = names.clone();
    for change in changes {
        match change {
            Naming::Made(path, file) => drop(names.insert(path.clone(), *file)),
            Naming::Removed(path) => drop(names.remove(path)),
            Naming::Moved(from, to) => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
        }
    }
    names
}

impl File {
    fn synced(&mut self, is_done: bool) {
        let becomes = if is_done { Surety::Sure } else { Surety::Doubtful };
        self.changes.iter_mut().filter(|(_, surety)| *surety == Surety::Open).for_each(|(_, surety)| *surety = becomes);
        let sure = self.changes.iter().take_while(|(_, surety)| *surety == Surety::Sure).count();
        self.changes.drain(..sure).for_each(|(change, _)| change.apply(&mut self.bytes, |_| true));
    }

    /// The bytes with the changes in doubt that are kept, by their number, and of those the sectors that are kept.
    fn with(&self, is_kept: impl Fn(usize) -> bool, mut sector: impl FnMut(usize) -> bool) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        for (number, (change, surety)) in self.changes.iter().enumerate() {
            if *surety == Surety::Sure {
                change.apply(&mut bytes, |_| true);
            } else if is_kept(number) {
                change.apply(&mut bytes, &mut sector);
            }
        }
        bytes
    }

    fn after_power_loss(&self, kept: Kept, random: &mut Random) -> Vec<u8> {
        let is_kept = kept.choice(self.changes.len(), random);
        self.with(|number| is_kept[number], |_| !matches!(kept, Kept::Sectors) || random.one_in(2))
    }
}

impl Change {
    /// Makes the change; of a write only the sectors that are kept.
    fn apply(&self, all: &mut Vec<u8>, mut sector: impl FnMut(usize) -> bool) {
        let (offset, bytes) = match self {
            Self::Length(length) => return all.resize(*length, 0),
            Self::Wrote { offset, bytes } => (*offset, bytes),
        };
        let end = offset + bytes.len();
        let mut at = offset;
        while at < end {
            let next = end.min((at / SECTOR + 1) * SECTOR);
            if sector(at / SECTOR) {
                all.resize(all.len().max(next), 0);
                all[at..next].copy_from_slice(&bytes[at - offset..next - offset]);
            }
            at = next;
        }
    }
}

impl Kept {
    /// Which of so many changes in doubt are there, at least in part.
    fn choice(self, count: usize, random: &mut Random) -> Vec<bool> {
        let first = random.below(count + 1);
        let is_kept = |number: usize| match self {
            Self::None => false,
            Self::All | Self::Sectors => true,
            Self::First => number < first,
            Self::Some => random.one_in(2),
        };
        (0..count).map(is_kept).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const FOLDER: u32 = 3;
    const FILE: u32 = 4;

    /// All that may be found in the file `/d/f` after a loss of power; nothing where there is no such file.
    fn found(disk: &Disk) -> BTreeSet<Option<String>> {
        let mut random = Random::new(1);
        let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).replace('\0', "0");
        (0..500).map(|_| disk.after_power_loss(&mut random).get("/d/f").map(text)).collect()
    }

    fn some<const N: usize>(texts: [&str; N]) -> BTreeSet<Option<String>> {
        texts.into_iter().map(|text| Some(text.to_owned())).collect()
    }

    fn wrote(offset: usize, text: &str) -> Event {
        Event::Wrote { descriptor: FILE, offset, bytes: text.as_bytes().to_vec() }
    }

    fn synced(descriptor: u32, is_done: bool) -> Event {
        Event::Synced { descriptor, is_done }
    }

    /// A disk with an open folder and a file with the text `old` in it, which is sure.
    fn disk(events: &[Event]) -> Disk {
        let mut disk = Disk::of(Files::from([("/d/f".to_owned(), b"old".to_vec())]));
        for (descriptor, path) in [(FOLDER, "/d"), (FILE, "/d/f")] {
            disk.take(&Event::Opened { descriptor, path: path.to_owned(), found: Found::Old });
        }
        events.iter().for_each(|event| disk.take(event));
        disk
    }

    #[test]
    fn what_was_not_synced_may_be_there_or_not() {
        let writes = [wrote(0, "O"), wrote(2, "D")];
        assert_eq!(found(&disk(&writes)), some(["old", "Old", "olD", "OlD"]));
        assert_eq!(disk(&writes).seen()["/d/f"], b"OlD");
        assert_eq!(found(&disk(&[wrote(0, "O"), synced(FILE, true), wrote(2, "D")])), some(["Old", "OlD"]));
        assert_eq!(found(&disk(&[Event::Length { descriptor: FILE, length: 1 }])), some(["old", "o"]));
    }

    #[test]
    fn a_sync_after_a_failed_one_makes_sure_only_what_came_between() {
        let events = [wrote(0, "O"), synced(FILE, false), wrote(2, "D"), synced(FILE, true)];
        assert_eq!(found(&disk(&events)), some(["olD", "OlD"]));
    }

    #[test]
    fn a_write_is_torn_between_sectors() {
        let torn = disk(&[wrote(SECTOR - 3, "abcdef")]);
        let first = format!("old{}", "0".repeat(SECTOR - 6));
        let found = found(&torn);
        assert!(found.contains(&Some(format!("{first}abc"))), "{found:?}");
        assert!(found.contains(&Some(format!("{first}000def"))), "{found:?}");
    }

    #[test]
    fn names_are_sure_after_their_folder_was_synced() {
        let removed = Event::Unlinked { path: "/d/f".to_owned() };
        let is_there = some(["old"]).into_iter().next().unwrap();
        assert_eq!(found(&disk(std::slice::from_ref(&removed))), BTreeSet::from([None, is_there]));
        assert_eq!(found(&disk(&[removed.clone(), synced(FOLDER, true)])), BTreeSet::from([None]));
        let made = Event::Opened { descriptor: FILE, path: "/d/f".to_owned(), found: Found::New };
        let events = [removed, synced(FOLDER, true), made, wrote(0, "new"), synced(FILE, true)];
        assert_eq!(found(&disk(&events)), BTreeSet::from([None, Some("new".to_owned())]));
        let moved = Event::Renamed { from: "/d/f".to_owned(), to: "/d/g".to_owned() };
        assert_eq!(found(&disk(&[moved, synced(FOLDER, true)])), BTreeSet::from([None]));
    }
}
