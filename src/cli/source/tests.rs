//! Sources in parts, parsed ahead and here.

use super::*;

/// Gives at most so many bytes at a time, and then this.
struct Parts<'t>(&'t [u8], usize, Option<io::ErrorKind>);

impl Read for Parts<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(bytes.len());
        match (self.0.is_empty(), self.2) {
            (true, Some(kind)) => Err(kind.into()),
            _ => self.0.read(bytes.get_mut(..count).unwrap_or_default()),
        }
    }
}

/// The statements of a source, how many of them were parsed ahead, and how it ended.
fn all(mut source: Source) -> (Vec<(u32, String, usize)>, usize, Option<String>) {
    let (mut found, mut ahead) = (Vec::new(), 0);
    loop {
        let read = source.read(|piece, _| {
            ahead += usize::from(piece.tree().is_some());
            found.push((piece.line, piece.text.to_owned(), piece.start));
            true
        });
        match read {
            Ok(true) => {}
            Ok(false) => return (found, ahead, None),
            Err(error) => return (found, ahead, Some(error.to_string())),
        }
    }
}

fn script(commands: usize) -> &'static [u8] {
    let one = |number| format!(".add database D viewers ('aaduser=u{number}@contoso.com') 'é'\n// {number}\n\n");
    (0..commands).map(one).collect::<String>().leak().as_bytes()
}

#[test]
fn a_source_gives_the_same_parsed_ahead_and_here() {
    let text = script(12_000);
    assert!(text.len() > 2 * READ, "{}", text.len());
    for text in [text, text.get(..text.len() - 40_000).unwrap(), &[text, b"\xff.show version"].concat()] {
        let of = |parts: usize, is_whole: bool| {
            let reader = Box::new(Parts(Vec::from(text).leak(), parts, None));
            all(Source { is_whole, ..Source::new("test".to_owned(), reader) })
        };
        let (expected, ahead, end) = of(1_000, true);
        assert_eq!(ahead, 0);
        // What comes slowly is not parsed ahead, in however large parts.
        assert_eq!(of(READ, false), (expected.clone(), 0, end.clone()));
        for parts in [READ, AHEAD, AHEAD + 1, 70_001] {
            let (found, ahead, ended) = of(parts, true);
            assert_eq!((&found, &ended), (&expected, &end), "{parts}");
            assert!(ahead > expected.len() / 2, "{parts}: {ahead}");
        }
    }
}

#[test]
fn a_failed_read_is_told_after_the_statements_before_it_and_the_rest_is_not_known() {
    let text = script(6_000);
    let failing = |parts| {
        let reader = Box::new(Parts(text, parts, Some(io::ErrorKind::Other)));
        Source { is_whole: true, ..Source::new("test".to_owned(), reader) }
    };
    for parts in [1_000, READ] {
        let (found, _, end) = all(failing(parts));
        assert_eq!((found.len(), end.as_deref()), (6_000, Some("can't read: other error")));
        let mut source = failing(parts);
        while matches!(source.read(|_, _| false), Ok(true)) {}
        let (left, is_all) = source.rest();
        assert!(left > 5_000 && !is_all, "{left}");
    }
}

#[test]
fn what_is_read_as_a_whole_has_a_longest_length() {
    let read = |text: &str| whole(&mut io::Cursor::new(text.to_owned()), 4, 0).map_err(|error| error.to_string());
    assert_eq!(read("four"), Ok(b"four".to_vec()));
    let error = "it has more than 1073741824 bytes, the most that kmgmt reads at once";
    assert_eq!(read("fives"), Err(error.to_owned()));
}
