//! A PostgreSQL server of one test, which may stop it, start it again, and look into its files.

use std::{
    fs::{self, OpenOptions},
    io::{self, BufRead, BufReader, Write},
    net::TcpListener,
    os::unix::{
        fs::{MetadataExt, OpenOptionsExt, PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use porch_app::World;
use porch_domain::ids::hex;
use tempfile::TempDir;

use crate::MachineWorld;

/// Starts the server and waits until the pipe to its standard input closes, for whatever reason: then it stops the server at
/// once, as a power cut would. So no server outlives its test, even one that is killed.
const KEEPER: &str = r#"
bin=$1 folder=$2 port=$3
cd "$folder" || exit 1
"$bin/pg_ctl" start --pgdata="$folder/data" --log="$folder/log" --wait --timeout=60 --silent \
    --options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='' -c max_connections=200 -c fsync=on" \
    >>"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
echo ready
read -r _
"$bin/pg_ctl" stop --pgdata="$folder/data" --mode=immediate --silent >>"$folder/log" 2>&1
"#;

/// A server with a folder, a port and a password of its own.
pub struct OwnServer {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
    password: String,
    keeper: Option<Child>,
}

impl OwnServer {
    /// Makes and starts a server from the programs of this machine; none where it has none. As root it runs as an ordinary
    /// user, because PostgreSQL refuses root.
    ///
    /// # Errors
    /// What the server or the system said.
    pub fn start() -> io::Result<Option<Self>> {
        let Some(programs) = programs() else { return Ok(None) };
        let folder = tempfile::Builder::new().prefix("porch-postgres-").tempdir()?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700))?;
        let password = hex(&MachineWorld.random());
        let file = folder.path().join("password");
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file)?.write_all(password.as_bytes())?;
        if let Some((user, group)) = account()? {
            chown(&file, Some(user), Some(group))?;
            chown(folder.path(), Some(user), Some(group))?;
        }
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut server = Self { folder, programs, port, password, keeper: None };
        let made = server
            .command(&server.programs.join("initdb"))?
            .args(["--username=porch", "--auth=password"])
            .args(["--encoding=UTF8", "--locale=C", "--no-sync", "--pwfile"])
            .arg(&file)
            .arg("--pgdata")
            .arg(server.data())
            .output()?;
        if !made.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&made.stderr).into_owned()));
        }
        server.go_on()?;
        Ok(Some(server))
    }

    /// Where it listens: `postgres://…`, as a user who may create databases.
    pub fn url(&self) -> String {
        format!("postgres://porch:{}@127.0.0.1:{}/postgres", self.password, self.port)
    }

    /// Where its files are.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Lets it speak TLS with a certificate and its key, both PEM, from its next start on.
    ///
    /// # Errors
    /// When its files cannot be written.
    pub fn show_certificate(&self, certificate: &str, key: &str) -> io::Result<()> {
        for (name, content) in [("server.crt", certificate), ("server.key", key)] {
            let file = self.data().join(name);
            OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&file)?
                .write_all(content.as_bytes())?;
            if let Some((user, group)) = account()? {
                chown(&file, Some(user), Some(group))?;
            }
        }
        let mut settings = OpenOptions::new().append(true).open(self.data().join("postgresql.conf"))?;
        settings.write_all(b"\nssl = on\nlog_connections = on\n")
    }

    /// Lets it know its user by a certificate of an authority alone, with the name of the account in it, and by no password.
    /// For a server that speaks TLS, from its next start on.
    ///
    /// # Errors
    /// When its files cannot be written.
    pub fn ask_for_certificate(&self, authority: &str) -> io::Result<()> {
        let asked = "hostssl all all 127.0.0.1/32 cert clientcert=verify-full\n";
        for (name, content) in [("clients.crt", authority), ("pg_hba.conf", asked)] {
            let file = self.data().join(name);
            OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&file)?
                .write_all(content.as_bytes())?;
            if let Some((user, group)) = account()? {
                chown(&file, Some(user), Some(group))?;
            }
        }
        let mut settings = OpenOptions::new().append(true).open(self.data().join("postgresql.conf"))?;
        settings.write_all(b"\nssl_ca_file = 'clients.crt'\n")
    }

    /// What it wrote into its log.
    ///
    /// # Errors
    /// When that cannot be read.
    pub fn log(&self) -> io::Result<String> {
        fs::read_to_string(self.folder.path().join("log"))
    }

    /// Stops it at once, as a power cut would: no connection is ended, nothing is written any more.
    ///
    /// # Errors
    /// When it cannot be waited for.
    pub fn stop_at_once(&mut self) -> io::Result<()> {
        let Some(mut keeper) = self.keeper.take() else { return Ok(()) };
        drop(keeper.stdin.take());
        keeper.wait().map(|_| ())
    }

    /// Starts it again where it was stopped; returns when it answers.
    ///
    /// # Errors
    /// What the server said when it did not start.
    pub fn go_on(&mut self) -> io::Result<()> {
        let mut command = self.command(Path::new("sh"))?;
        command.args(["-c", KEEPER, "keeper"]).arg(&self.programs).arg(self.folder.path()).arg(self.port.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let mut keeper = command.spawn()?;
        let mut said = String::new();
        if let Some(output) = keeper.stdout.take() {
            for line in BufReader::new(output).lines() {
                let line = line?;
                if line == "ready" {
                    self.keeper = Some(keeper);
                    return Ok(());
                }
                said.push_str(&line);
                said.push('\n');
            }
        }
        Err(io::Error::other(format!("the server did not start:\n{said}")))
    }

    /// A program as the user who owns the server, with nothing inherited that would lead it elsewhere.
    fn command(&self, program: &Path) -> io::Result<Command> {
        let mut command = match account()? {
            Some((user, group)) => {
                let mut command = Command::new("setpriv");
                command
                    .arg(format!("--reuid={user}"))
                    .arg(format!("--regid={group}"))
                    .arg("--clear-groups")
                    .arg(program);
                command
            }
            None => Command::new(program),
        };
        command.current_dir("/");
        for (key, _) in std::env::vars_os().filter(|(key, _)| key.to_string_lossy().starts_with("PG")) {
            command.env_remove(key);
        }
        Ok(command)
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        if let Err(error) = self.stop_at_once() {
            eprintln!("the server of a test: {error}");
        }
    }
}

/// The folder with the server's programs: Debian keeps each release apart, others put them on the path.
fn programs() -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let mut folders: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|releases| releases.filter_map(Result::ok).map(|release| release.path().join("bin")).collect())
        .unwrap_or_default();
    // By number, not by letter: 9 comes before 15.
    folders.sort_by_key(|folder| {
        let release = folder.parent().and_then(Path::file_name).and_then(|name| name.to_str()?.parse::<u32>().ok());
        std::cmp::Reverse(release)
    });
    folders.extend(
        on_path
            .unwrap_or_default()
            .into_iter()
            .filter_map(|folder| fs::canonicalize(folder.join("initdb")).ok()?.parent().map(Path::to_path_buf)),
    );
    folders.into_iter().find(|folder| ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file()))
}

/// The user and group to become, or none when this program is not root.
fn account() -> io::Result<Option<(u32, u32)>> {
    if fs::metadata("/proc/self")?.uid() != 0 {
        return Ok(None);
    }
    let accounts = fs::read_to_string("/etc/passwd")?;
    let found = ["postgres", "nobody"].into_iter().find_map(|wanted| {
        let mut fields = accounts.lines().find(|line| line.split(':').next() == Some(wanted))?.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    });
    found.map(Some).ok_or_else(|| io::Error::other("no user postgres or nobody to run a server as"))
}

#[cfg(test)]
mod tests {
    use postgres::{Client, NoTls};

    use super::*;

    #[test]
    fn a_server_that_was_stopped_at_once_goes_on_with_what_was_committed() {
        let Some(mut server) = OwnServer::start().unwrap() else { return };
        let committed = "CREATE TABLE kept (id BIGINT); INSERT INTO kept VALUES (7)";
        Client::connect(&server.url(), NoTls).unwrap().batch_execute(committed).unwrap();
        server.stop_at_once().unwrap();
        assert!(Client::connect(&server.url(), NoTls).is_err());
        server.go_on().unwrap();
        let mut client = Client::connect(&server.url(), NoTls).unwrap();
        assert_eq!(client.query_one("SELECT id FROM kept", &[]).unwrap().get::<_, i64>(0), 7);
    }
}
