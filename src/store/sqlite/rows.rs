//! The rows of the tables, within one transaction.

use std::cell::Cell;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{checksum, failure};
use crate::store::slot::{Fences, Lease, Slot};
use crate::store::{Fence, Key};
use crate::{Error, Secret};

/// How many obsolete rows of each kind a transaction removes: at least as many as it may add.
const SWEEP: i64 = 256;

/// The tables, as a transaction sees them.
pub(super) struct Rows<'a> {
    connection: &'a Connection,
    path: &'a Path,
    /// The stored and the new fences: read and written once for all changes.
    fences: Cell<Option<[Fences; 2]>>,
}

/// The row of a value.
struct Stored {
    id: i64,
    key: String,
    value: Option<Vec<u8>>,
    written: i64,
    removed: Option<i64>,
    checksum: i64,
    /// Whether it is in the first index.
    is_indexed: bool,
}

impl Stored {
    fn read(row: &Row<'_>, is_indexed: bool) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            key: row.get(1)?,
            value: row.get(2)?,
            written: row.get(3)?,
            removed: row.get(4)?,
            checksum: row.get(5)?,
            is_indexed,
        })
    }

    /// The slot, if the checksum matches.
    fn slot(&self, key: &Key) -> Option<Slot> {
        let Self { value, written, removed, .. } = self;
        let is_sound = self.is_indexed
            && self.key == key.as_str()
            && self.checksum == checksum::of(key, value.as_deref(), *written, *removed);
        let value = match value {
            Some(bytes) => Some(Secret::new(std::str::from_utf8(bytes).ok()?)),
            None => None,
        };
        let removed = removed.map(time);
        is_sound.then(|| Slot { value, written: number(*written), removed, lease: None })
    }
}

impl<'a> Rows<'a> {
    pub(super) fn new(connection: &'a Connection, path: &'a Path) -> Self {
        Self { connection, path, fences: Cell::new(None) }
    }

    /// The value at a key.
    pub(super) fn load(&self, key: &Key) -> Result<Option<Secret>, Error> {
        match self.stored(key)? {
            None => Ok(None),
            Some(stored) => {
                stored.slot(key).map(|slot| slot.value).ok_or_else(|| self.damaged(key))
            }
        }
    }

    /// Changes the slot of a key by the rules of locks and fences. A damaged value is replaced by
    /// a new one, and set aside.
    pub(super) fn change<T>(
        &self,
        key: &Key,
        change: impl FnOnce(&mut Slot, &mut Fences) -> T,
    ) -> Result<T, Error> {
        let stored = self.stored(key)?;
        let sound = stored.as_ref().map(|stored| stored.slot(key));
        let is_damaged = matches!(sound, Some(None));
        let before = Slot { lease: self.lease(key)?, ..sound.flatten().unwrap_or_default() };
        let mut slot = before.clone();
        let [fences_before, mut fences] = self.fences()?;
        let result = change(&mut slot, &mut fences);
        self.fences.set(Some([fences_before, fences]));
        let is_saved = slot.written != before.written || slot.value != before.value;
        if is_saved {
            if is_damaged {
                self.set_aside(key)?;
            }
            self.put(key, &slot, stored.filter(|stored| stored.is_indexed))?;
        }
        if slot.lease != before.lease {
            self.put_lease(key, slot.lease.as_ref())?;
        }
        Ok(result)
    }

    /// Removes the lease with this fence.
    pub(super) fn unlock(&self, key: &Key, Fence(fence): Fence) -> Result<(), Error> {
        let lease = params![key.as_str(), integer(fence)];
        self.execute("DELETE FROM lease WHERE key = ? AND fence = ?", lease)
    }

    /// Finishes a transaction that changes something.
    pub(super) fn finish(&self, now: Duration) -> Result<(), Error> {
        let [before, mut fences] = self.fences()?;
        self.sweep(now, &mut fences)?;
        if fences == before { Ok(()) } else { self.put_fences(fences) }
    }

    /// Copies the row of a value, as it is, to the next of its aside keys: a ring with one gap.
    pub(super) fn set_aside(&self, key: &Key) -> Result<(), Error> {
        let Some(stored) = self.stored(key)? else { return Ok(()) };
        let Stored { value: Some(value), written, removed, checksum, .. } = stored else {
            return Ok(());
        };
        let mut gap = None;
        for number in 0..Key::ASIDE {
            match self.stored(&key.aside(number))? {
                Some(Stored { value: Some(copied), .. }) if copied == value => return Ok(()),
                Some(_) => {}
                None => gap = gap.or(Some(number)),
            }
        }
        let gap = gap.unwrap_or_default();
        for number in [gap, (gap + 1) % Key::ASIDE] {
            self.execute("DELETE FROM value WHERE key = ?", [key.aside(number).as_str()])?;
        }
        // The checksum stays that of the original key, as for all aside keys.
        self.execute(
            "INSERT INTO value (key, value, written, removed_ms, checksum) VALUES (?, ?, ?, ?, ?)",
            params![key.aside(gap).as_str(), value, written, removed, checksum],
        )
    }

    fn stored(&self, key: &Key) -> Result<Option<Stored>, Error> {
        const FIRST: &str = "SELECT id, key, value, written, removed_ms, checksum
            FROM value INDEXED BY value_key WHERE key = ? ORDER BY id DESC LIMIT 1";
        const AGAIN: &str = "SELECT id, key, value, written, removed_ms, checksum
            FROM value INDEXED BY value_again WHERE key = ? ORDER BY id DESC LIMIT 1";
        for (sql, is_indexed) in [(FIRST, true), (AGAIN, false)] {
            let statement = self.connection.prepare_cached(sql);
            let mut statement = statement.map_err(|error| self.failed(error))?;
            let row = statement.query_row([key.as_str()], |row| Stored::read(row, is_indexed));
            if let Some(stored) = row.optional().map_err(|error| self.failed(error))? {
                return Ok(Some(stored));
            }
        }
        Ok(None)
    }

    fn put(&self, key: &Key, slot: &Slot, over: Option<Stored>) -> Result<(), Error> {
        let value = slot.value.as_ref().map(|value| value.expose().as_bytes());
        let (written, removed) = (integer(slot.written), slot.removed.map(milliseconds));
        let checksum = checksum::of(key, value, written, removed);
        let new = params![key.as_str(), value, written, removed, checksum];
        match over {
            Some(Stored { id, .. }) => self.execute(
                "UPDATE value SET key = ?1, value = ?2, written = ?3, removed_ms = ?4, checksum = ?5 WHERE id = ?6",
                params![key.as_str(), value, written, removed, checksum, id],
            ),
            None => self.execute(
                "INSERT INTO value (key, value, written, removed_ms, checksum) VALUES (?1, ?2, ?3, ?4, ?5)",
                new,
            ),
        }
    }

    fn lease(&self, key: &Key) -> Result<Option<Lease>, Error> {
        const SQL: &str = "SELECT fence, owner, ends_ms, length_ms FROM lease WHERE key = ?";
        let lease = self.optional(SQL, [key.as_str()], |row| {
            Ok(Lease {
                fence: number(row.get(0)?),
                owner: row.get(1)?,
                ends: time(row.get(2)?),
                length: time(row.get(3)?),
            })
        });
        match lease {
            // Fences hold without it, and it must not lock the key forever.
            Err(error) if error.is_damaged() => Ok(None),
            lease => lease,
        }
    }

    fn put_lease(&self, key: &Key, lease: Option<&Lease>) -> Result<(), Error> {
        let Some(Lease { fence, owner, ends, length }) = lease else {
            return self.execute("DELETE FROM lease WHERE key = ?", [key.as_str()]);
        };
        self.execute(
            "INSERT OR REPLACE INTO lease (key, fence, owner, ends_ms, length_ms) VALUES (?, ?, ?, ?, ?)",
            params![key.as_str(), integer(*fence), owner, milliseconds(*ends), milliseconds(*length)],
        )
    }

    fn fences(&self) -> Result<[Fences; 2], Error> {
        if let Some(fences) = self.fences.get() {
            return Ok(fences);
        }
        let fences = self.stored_fences()?;
        self.fences.set(Some([fences; 2]));
        Ok([fences; 2])
    }

    fn stored_fences(&self) -> Result<Fences, Error> {
        const SQL: &str = "SELECT highest, forgotten, checksum FROM fences WHERE id = 0";
        let row = self.optional(SQL, (), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
        })?;
        let Some((highest, forgotten, checksum)) = row else { return Ok(Fences::default()) };
        if checksum == checksum::of_fences(highest, forgotten) {
            return Ok(Fences { highest: number(highest), forgotten: number(forgotten) });
        }
        tracing::warn!(file = %self.path.display(), "the counter of leases is damaged, and is rebuilt");
        let written = self.optional("SELECT max(written) FROM value", (), |row| row.get(0))?;
        Ok(Fences { highest: number(written.flatten().unwrap_or_default()), forgotten: 0 })
    }

    fn put_fences(&self, Fences { highest, forgotten }: Fences) -> Result<(), Error> {
        let (highest, forgotten) = (integer(highest), integer(forgotten));
        self.execute(
            "INSERT OR REPLACE INTO fences (id, highest, forgotten, checksum) VALUES (0, ?, ?, ?)",
            params![highest, forgotten, checksum::of_fences(highest, forgotten)],
        )
    }

    /// Removes some of the expired leases, and of the removals that are no longer remembered.
    fn sweep(&self, now: Duration, fences: &mut Fences) -> Result<(), Error> {
        self.execute(
            "DELETE FROM lease WHERE key IN (SELECT key FROM lease WHERE ends_ms <= ? LIMIT ?)",
            params![milliseconds(now), SWEEP],
        )?;
        let Some(before) = now.checked_sub(Slot::REMEMBERED) else { return Ok(()) };
        const SQL: &str = "DELETE FROM value WHERE id IN
            (SELECT id FROM value WHERE removed_ms <= ? AND value IS NULL LIMIT ?) RETURNING written";
        let statement = self.connection.prepare_cached(SQL);
        let mut statement = statement.map_err(|error| self.failed(error))?;
        let rows = statement.query_map(params![milliseconds(before), SWEEP], |row| row.get(0));
        for written in rows.map_err(|error| self.failed(error))? {
            let written: i64 = written.map_err(|error| self.failed(error))?;
            fences.forgotten = fences.forgotten.max(number(written));
        }
        Ok(())
    }

    fn optional<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Error> {
        let statement = self.connection.prepare_cached(sql);
        let row =
            statement.and_then(|mut statement| statement.query_row(parameters, read).optional());
        row.map_err(|error| self.failed(error))
    }

    fn execute(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<(), Error> {
        let statement = self.connection.prepare_cached(sql);
        let done = statement.and_then(|mut statement| statement.execute(parameters));
        done.map(|_| ()).map_err(|error| self.failed(error))
    }

    fn failed(&self, error: rusqlite::Error) -> Error {
        failure::of(self.path, error)
    }

    fn damaged(&self, key: &Key) -> Error {
        let file = self.path.display();
        Error::damaged(format!("{file}: the value of {key} is corrupt: its checksum differs"))
    }
}

/// Times and fences are far below the limit.
fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn number(integer: i64) -> u64 {
    u64::try_from(integer).unwrap_or_default()
}

fn milliseconds(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

fn time(milliseconds: i64) -> Duration {
    Duration::from_millis(number(milliseconds))
}
