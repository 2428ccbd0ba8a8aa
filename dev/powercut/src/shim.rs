//! The layer between SQLite and its files: every call goes on to the system's own layer, and what changes a recorded
//! folder is written down.
#![expect(unsafe_code, reason = "SQLite's file layer is a table of C functions; the rest of the crate is safe")]

use std::{
    ffi::{CStr, c_char, c_int, c_void},
    path::Path,
    ptr::{null, null_mut},
    sync::{
        OnceLock,
        atomic::{AtomicPtr, Ordering},
    },
};

use rusqlite::ffi::{self, sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs};

use crate::log::{self, Handle, Operation};

/// The system's own layer; set before ours can be called.
static REAL: AtomicPtr<sqlite3_vfs> = AtomicPtr::new(null_mut());

/// Puts the layer in, once in a process, as the one that every later connection uses.
pub(crate) fn install() -> Result<(), String> {
    static DONE: OnceLock<Result<(), String>> = OnceLock::new();
    DONE.get_or_init(|| {
        // SAFETY: a null name asks for the default layer, which SQLite keeps for as long as the process lives.
        let real = unsafe { ffi::sqlite3_vfs_find(null()) };
        if real.is_null() {
            return Err("SQLite has no file layer".to_owned());
        }
        REAL.store(real, Ordering::Release);
        // SAFETY: `real` is not null, and nobody changes it.
        let mut ours = unsafe { *real };
        let room = c_int::try_from(size_of::<File>()).map_err(|error| error.to_string())?;
        ours.szOsFile += room;
        ours.pNext = null_mut();
        ours.zName = c"porch-powercut".as_ptr();
        ours.xOpen = Some(open);
        ours.xDelete = Some(delete);
        // What is left of the table are functions of the system's layer that do not look at the layer they are asked of.
        // SAFETY: the table is never freed, and its functions hold what SQLite asks of them.
        match unsafe { ffi::sqlite3_vfs_register(Box::leak(Box::new(ours)), 1) } {
            ffi::SQLITE_OK => Ok(()),
            code => Err(format!("SQLite took no file layer (code {code})")),
        }
    })
    .clone()
}

/// What SQLite keeps of an open file. The system's own file follows it in the same piece of memory.
#[repr(C)]
struct File {
    base: sqlite3_file,
    /// Of a recorded folder, or null; owned, and freed by [`close`].
    handle: *mut Handle,
}

/// The system's own file.
///
/// # Safety
/// `file` must be one that SQLite gave to a function of this layer: then there is room for both.
unsafe fn real_of(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: as the caller says; `File` is as well aligned as a pointer, and so is what follows it.
    unsafe { file.cast::<File>().add(1).cast() }
}

/// The handle of a file of a recorded folder.
///
/// # Safety
/// `file` must be open.
unsafe fn handle_of<'a>(file: *mut sqlite3_file) -> Option<&'a Handle> {
    // SAFETY: `open` set it, and it lives until `close`.
    unsafe { (*file.cast::<File>()).handle.as_ref() }
}

/// The path that a name of SQLite's stands for; a temporary file has none.
///
/// # Safety
/// `name` must be null or a text that ends with a zero byte.
unsafe fn path_of<'a>(name: *const c_char) -> Option<&'a Path> {
    if name.is_null() {
        return None;
    }
    // SAFETY: as the caller says.
    unsafe { CStr::from_ptr(name) }.to_str().ok().map(Path::new)
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let vfs = REAL.load(Ordering::Acquire);
    // SAFETY: SQLite gives a name that holds for as long as the file is open, and room of the size that we named.
    unsafe {
        let ours = file.cast::<File>();
        (*ours).base.pMethods = null();
        (*ours).handle = null_mut();
        let Some(real_open) = (*vfs).xOpen else { return ffi::SQLITE_CANTOPEN };
        let code = real_open(vfs, name, real_of(file), flags, out);
        if code != ffi::SQLITE_OK {
            return code;
        }
        if let Some((log, name)) = path_of(name).and_then(log::of) {
            let is_journal = ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL | ffi::SQLITE_OPEN_WAL;
            let journal = flags & ffi::SQLITE_OPEN_CREATE != 0 && flags & is_journal != 0;
            (*ours).handle = Box::into_raw(Box::new(log.opened(&name, journal)));
        }
        (*ours).base.pMethods = &raw const METHODS;
        code
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    let vfs = REAL.load(Ordering::Acquire);
    let mut code = ffi::SQLITE_IOERR_DELETE;
    let mut act = || {
        // SAFETY: the call is passed on as it came.
        if let Some(real_delete) = unsafe { (*vfs).xDelete } {
            code = unsafe { real_delete(vfs, name, sync_folder) };
        }
        code == ffi::SQLITE_OK
    };
    // SAFETY: SQLite gives a text.
    match unsafe { path_of(name) }.and_then(log::of) {
        Some((log, name)) => log.delete(&name, sync_folder & 1 != 0, act),
        None => {
            act();
        }
    }
    code
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: the handle came from a box, and nobody asks this file again after it is closed.
    unsafe {
        let ours = file.cast::<File>();
        let handle = std::mem::replace(&mut (*ours).handle, null_mut());
        if !handle.is_null() {
            drop(Box::from_raw(handle));
        }
        real_close(file)
    }
}

/// Functions that go on to the system's own file as they came.
macro_rules! pass_on {
    ($($name:ident = $method:ident($($argument:ident: $kind:ty),*);)*) => {$(
        unsafe extern "C" fn $name(file: *mut sqlite3_file $(, $argument: $kind)*) -> c_int {
            // SAFETY: the system's own file was opened before ours had methods, and the arguments are SQLite's.
            unsafe {
                let real = real_of(file);
                match (*(*real).pMethods).$method {
                    Some(method) => method(real $(, $argument)*),
                    None => ffi::SQLITE_IOERR,
                }
            }
        }
    )*};
}

pass_on! {
    real_close = xClose();
    read = xRead(into: *mut c_void, count: c_int, at: sqlite3_int64);
    real_write = xWrite(from: *const c_void, count: c_int, at: sqlite3_int64);
    real_truncate = xTruncate(size: sqlite3_int64);
    real_sync = xSync(flags: c_int);
    file_size = xFileSize(size: *mut sqlite3_int64);
    lock = xLock(kind: c_int);
    unlock = xUnlock(kind: c_int);
    check_reserved_lock = xCheckReservedLock(out: *mut c_int);
    file_control = xFileControl(what: c_int, argument: *mut c_void);
    sector_size = xSectorSize();
    device_characteristics = xDeviceCharacteristics();
    shm_map = xShmMap(page: c_int, size: c_int, extend: c_int, out: *mut *mut c_void);
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int);
    shm_unmap = xShmUnmap(delete: c_int);
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    // SAFETY: as for those above.
    unsafe {
        let real = real_of(file);
        if let Some(method) = (*(*real).pMethods).xShmBarrier {
            method(real);
        }
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, count: c_int, at: sqlite3_int64) -> c_int {
    let (Ok(length), Ok(place)) = (usize::try_from(count), usize::try_from(at)) else { return ffi::SQLITE_IOERR };
    let mut code = ffi::SQLITE_IOERR;
    // SAFETY: SQLite gives so many bytes, and the file is open.
    unsafe {
        let mut act = || {
            code = real_write(file, from, count, at);
            code == ffi::SQLITE_OK
        };
        match handle_of(file) {
            Some(handle) => {
                let bytes = std::slice::from_raw_parts(from.cast::<u8>(), length).to_vec();
                handle.change(|file| Operation::Written { file, at: place, bytes }, act);
            }
            None => {
                act();
            }
        }
    }
    code
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    let Ok(length) = usize::try_from(size) else { return ffi::SQLITE_IOERR };
    let mut code = ffi::SQLITE_IOERR;
    // SAFETY: the file is open.
    unsafe {
        let mut act = || {
            code = real_truncate(file, size);
            code == ffi::SQLITE_OK
        };
        match handle_of(file) {
            Some(handle) => handle.change(|file| Operation::Cut { file, size: length }, act),
            None => {
                act();
            }
        }
    }
    code
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: the file is open.
    let Some(handle) = (unsafe { handle_of(file) }) else {
        // A copy that nobody cuts the power of.
        return ffi::SQLITE_OK;
    };
    let mut code = ffi::SQLITE_IOERR;
    handle.sync(|| {
        // SAFETY: the file is open.
        code = unsafe { real_sync(file, flags) };
        code == ffi::SQLITE_OK
    });
    code
}

/// Version 2: without the functions for files that are mapped into memory, so that every change comes as a call.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
