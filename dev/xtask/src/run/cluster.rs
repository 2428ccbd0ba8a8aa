//! A private PostgreSQL for one run: its own folder, its own port on loopback, its own password, gone at the end.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Starts the server, says so, and waits: when the pipe to its standard input closes, for whatever reason, it stops
/// the server that it started and removes the folder. So nothing is left behind, even when this program is killed.
const KEEPER: &str = r#"
bin=$1 folder=$2 port=$3
finish() { "$bin/pg_ctl" stop --pgdata="$folder/data" --mode=immediate --silent >/dev/null 2>&1; rm -rf "$folder"; }
trap '' INT
trap 'finish; exit 1' TERM HUP
cd "$folder" || exit 1
"$bin/initdb" --pgdata="$folder/data" --username=porch --pwfile="$folder/password" --auth=password \
    --encoding=UTF8 --locale=C --no-sync >"$folder/log" 2>&1 \
&& "$bin/pg_ctl" start --pgdata="$folder/data" --log="$folder/log" --wait --timeout=60 --silent \
    --options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='' -c max_connections=200 -c fsync=on" \
    >>"$folder/log" 2>&1 \
|| { cat "$folder/log"; finish; exit 1; }
echo ready
read -r _
finish
"#;

/// A running server; dropping it stops it and removes its folder.
pub struct PrivateCluster {
    keeper: Child,
    folder: PathBuf,
    url: String,
}

impl PrivateCluster {
    /// Makes and starts a server with the programs in `binaries`. As root it runs as an ordinary user, because
    /// PostgreSQL refuses root.
    ///
    /// # Errors
    /// What the server or the system said.
    pub fn start(binaries: &Path) -> Result<Self, String> {
        let account = Account::for_server()?;
        let random = random_hex()?;
        let (name, password) = random.split_at(12);
        let folder = std::env::temp_dir().join(format!("porch-postgres-{name}"));
        let fails = |what: &Path, error: std::io::Error| format!("error: {}: {error}", what.display());
        std::fs::DirBuilder::new().mode(0o700).create(&folder).map_err(|error| fails(&folder, error))?;
        let file = folder.join("password");
        let written = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file);
        let written = written.and_then(|mut file| std::io::Write::write_all(&mut file, password.as_bytes()));
        let owned = written.and_then(|()| match &account {
            Some(account) => {
                chown(&file, Some(account.user), Some(account.group))?;
                chown(&folder, Some(account.user), Some(account.group))
            }
            None => Ok(()),
        });
        let port = owned.and_then(|()| free_port()).map_err(|error| fails(&folder, error))?;
        let keeper = keeper(account.as_ref(), binaries, &folder, port)
            .spawn()
            .map_err(|error| format!("error: private PostgreSQL: {error}"))?;
        let url = format!("postgres://porch:{password}@127.0.0.1:{port}/postgres");
        let mut cluster = Self { keeper, folder, url };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    /// Where it listens: `postgres://…`, as a user who may create databases.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn wait_until_ready(&mut self) -> Result<(), String> {
        let mut said = String::new();
        if let Some(output) = self.keeper.stdout.take() {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if line == "ready" {
                    return Ok(());
                }
                said.push_str(&line);
                said.push('\n');
            }
        }
        Err(format!("error: private PostgreSQL did not start:\n{said}"))
    }
}

impl Drop for PrivateCluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!("private PostgreSQL: {error}");
        }
        if self.folder.exists() {
            eprintln!("private PostgreSQL: {} is left behind", self.folder.display());
        }
    }
}

/// The keeper is a process group of its own, so that Ctrl-C reaches it only as the closing pipe.
fn keeper(account: Option<&Account>, binaries: &Path, folder: &Path, port: u16) -> Command {
    let mut command = match account {
        Some(account) => {
            let mut command = Command::new("setpriv");
            command.arg(format!("--reuid={}", account.user)).arg(format!("--regid={}", account.group));
            command.arg("--clear-groups").arg("sh");
            command
        }
        None => Command::new("sh"),
    };
    command.args(["-c", KEEPER, "keeper"]).arg(binaries).arg(folder).arg(port.to_string());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
    command.current_dir("/");
    for (key, _) in std::env::vars_os() {
        if key.to_string_lossy().starts_with("PG") {
            command.env_remove(key);
        }
    }
    command
}

/// An ordinary user of this machine.
#[derive(Debug, PartialEq, Eq)]
struct Account {
    user: u32,
    group: u32,
}

impl Account {
    /// The user to become, or none when this program is not root.
    fn for_server() -> Result<Option<Self>, String> {
        let own = std::fs::metadata("/proc/self").map_err(|error| format!("error: /proc/self: {error}"))?.uid();
        if own != 0 {
            return Ok(None);
        }
        let accounts =
            std::fs::read_to_string("/etc/passwd").map_err(|error| format!("error: /etc/passwd: {error}"))?;
        Self::among(&accounts)
            .map(Some)
            .ok_or_else(|| "error: private PostgreSQL: no user postgres or nobody to run it as".to_owned())
    }

    fn among(accounts: &str) -> Option<Self> {
        ["postgres", "nobody"].into_iter().find_map(|wanted| {
            let line = accounts.lines().find(|line| line.split(':').next() == Some(wanted))?;
            let mut fields = line.split(':').skip(2).map(str::parse);
            match (fields.next(), fields.next()) {
                (Some(Ok(user)), Some(Ok(group))) => Some(Self { user, group }),
                _ => None,
            }
        })
    }
}

/// 32 hexadecimal digits from the system.
fn random_hex() -> Result<String, String> {
    let mut bytes = [0u8; 16];
    std::fs::File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .map_err(|error| format!("error: /dev/urandom: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A port that the system says is free.
fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_becomes_postgres_or_else_nobody() {
        let both = "root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/x\npostgres:x:101:104::/:/x\n";
        assert_eq!(Account::among(both), Some(Account { user: 101, group: 104 }));
        assert_eq!(Account::among(&both.replace("postgres", "other")), Some(Account { user: 65534, group: 65534 }));
        assert_eq!(Account::among("root:x:0:0::/:/bin/sh\n"), None);
    }

    #[test]
    fn what_the_server_says_is_told_when_it_does_not_start() {
        let error = PrivateCluster::start(Path::new("/porch-no-such-folder")).err().unwrap();
        assert!(error.contains("porch-no-such-folder"), "{error}");
    }

    /// Stand-ins that note each call in the cluster's folder, and copy the notes out before it goes.
    fn stand_ins(start_status: u8) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let folder = std::env::temp_dir().join(format!("porch-stand-ins-{}", random_hex().unwrap()));
        std::fs::create_dir(&folder).unwrap();
        std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o777)).unwrap();
        let pg_ctl = format!("echo $1 >>$0.calls; echo said $1; test $1 != start || exit {start_status}");
        for (name, body) in [("initdb", "echo initdb >>$0.calls"), ("pg_ctl", pg_ctl.as_str())] {
            let program = folder.join(name);
            std::fs::write(&program, format!("#!/bin/sh\n{body}\n")).unwrap();
            std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
        }
        folder
    }

    #[test]
    fn a_dropped_server_is_stopped_and_its_folder_removed() {
        let binaries = stand_ins(0);
        let cluster = PrivateCluster::start(&binaries).unwrap();
        let folder = cluster.folder.clone();
        assert!(folder.is_dir());
        assert_eq!(std::fs::metadata(&folder).unwrap().mode() & 0o777, 0o700);
        drop(cluster);
        assert!(!folder.exists());
        assert_eq!(std::fs::read_to_string(binaries.join("pg_ctl.calls")).unwrap(), "start\nstop\n");
        std::fs::remove_dir_all(binaries).unwrap();
    }

    #[test]
    fn a_server_that_does_not_start_leaves_nothing_behind() {
        let binaries = stand_ins(1);
        let error = PrivateCluster::start(&binaries).err().unwrap();
        assert!(error.contains("said start"), "{error}");
        assert_eq!(std::fs::read_to_string(binaries.join("pg_ctl.calls")).unwrap(), "start\nstop\n");
        std::fs::remove_dir_all(binaries).unwrap();
    }
}
