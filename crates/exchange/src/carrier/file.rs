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
