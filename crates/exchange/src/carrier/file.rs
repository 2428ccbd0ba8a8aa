//! A folder instead of a carrier, for a demonstration: one readable file for each message, and nothing leaves the machine.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{Carrier, Handed, Left, NotNow, Parcel, is_reference};

/// The folder.
#[derive(Debug)]
pub struct Folder {
    folder: PathBuf,
}

impl Folder {
    /// Makes the folder where there is none.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(folder: &Path) -> Result<Self, String> {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Takes away what a carrier of this kind wrote into a folder, also what it only began, and the folder where nothing else is
    /// in it. A file that it would not have written stays, as does whatever is no file.
    ///
    /// # Errors
    /// When the folder cannot be read, or something in it cannot be taken away.
    pub fn clear(folder: &Path) -> io::Result<()> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        let mut others = false;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let ours =
                entry.file_type()?.is_file() && name.to_str().is_some_and(|name| Self::wrote(name, &entry.path()));
            if ours { fs::remove_file(entry.path())? } else { others = true }
        }
        if others { Ok(()) } else { fs::remove_dir(folder) }
    }

    /// Whether a file is one of a carrier of this kind: by its name, and by what stands in it where it is whole.
    fn wrote(name: &str, file: &Path) -> bool {
        let begun = name.strip_prefix('.').and_then(|name| name.strip_suffix(".txt.begun"));
        let whole = name.strip_suffix(".txt").filter(|reference| is_reference(reference));
        let says = |reference: &str| {
            fs::read_to_string(file).is_ok_and(|text| {
                let mut lines = text.lines();
                lines.next().is_some_and(|line| line.starts_with("To: "))
                    && lines.next().is_some_and(|line| line.starts_with("Subject: "))
                    && lines.next() == Some(format!("Reference: {reference}").as_str())
            })
        };
        begun.is_some_and(is_reference) || whole.is_some_and(says)
    }

    fn name(reference: &str) -> String {
        format!("{reference}.txt")
    }

    /// Under its own name stands only what is whole and on disk.
    fn write(&self, parcel: &Parcel) -> io::Result<()> {
        let name = Self::name(&parcel.reference);
        let begun = self.folder.join(format!(".{name}.begun"));
        let mut how = OpenOptions::new();
        how.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
        let mut file = how.open(&begun)?;
        let text = format!(
            "To: {}\nSubject: {}\nReference: {}\n\n{}\n",
            parcel.to, parcel.subject, parcel.reference, parcel.body
        );
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&begun, self.folder.join(name))?;
        File::open(&self.folder)?.sync_all()
    }
}

impl Carrier for Folder {
    fn hand(&self, parcel: &Parcel) -> Handed {
        if let Err(why) = parcel.fits() {
            return Handed::Refused(why);
        }
        let receipt = Some(Self::name(&parcel.reference));
        match self.folder.join(Self::name(&parcel.reference)).try_exists() {
            Ok(true) => Handed::Taken { receipt },
            Ok(false) => match self.write(parcel) {
                Ok(()) => Handed::Taken { receipt },
                Err(error) if error.kind() == io::ErrorKind::NotFound => Handed::NotNow(NotNow::Unreachable),
                Err(_) => Handed::NotNow(NotNow::Broken),
            },
            Err(_) => Handed::NotNow(NotNow::Broken),
        }
    }

    fn left(&self, reference: &str) -> Left {
        if !is_reference(reference) {
            return Left::CannotSay;
        }
        let name = Self::name(reference);
        match self.folder.join(&name).try_exists() {
            Ok(true) => Left::Yes { receipt: Some(name) },
            Ok(false) if self.folder.is_dir() => Left::No,
            Ok(false) | Err(_) => Left::CannotSay,
        }
    }
}
