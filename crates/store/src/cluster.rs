//! A PostgreSQL cluster of our own, for the demo and for tests. It listens on a socket inside its folder only, which
//! nobody but its owner can reach; so it trusts whoever comes, and needs no password and no free port.

use std::fs::{read_dir, read_link, read_to_string, remove_file};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf, absolute};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use crate::{DatabaseSettings, Encryption};

/// The role that owns the cluster.
const ROLE: &str = "afya";

/// Where Debian keeps PostgreSQL, one folder a version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The port is part of the socket's name and of nothing else.
const PORT: u16 = 5432;
const SOCKET: &str = ".s.PGSQL.5432";

/// Servers of connections notice by themselves that their master is gone; how long that may take.
const ORPHANS_END_WITHIN: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(20);

/// Linux cuts the path of a socket here.
const LONGEST_SOCKET: usize = 107;

/// What a cluster promises about what was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// What was committed survives a power cut.
    Durable,
    /// Fast, and lost when the machine stops: for tests.
    ThrowAway,
}

/// Why there is no cluster.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// PostgreSQL is not installed.
    #[error("PostgreSQL is not installed here (Debian: `apt install postgresql postgresql-15-postgis-3`)")]
    Missing,
    /// The socket's path is too long.
    #[error("the folder `{0}` has too long a path for a socket in it; take one nearer to `/`")]
    TooLong(PathBuf),
    /// Something that is no server of ours works in the folder.
    #[error("another process still works in the cluster's folder `{0}`; end it and try again")]
    InUse(PathBuf),
    /// A tool of PostgreSQL failed.
    #[error("`{tool}` failed: {output}")]
    Tool {
        /// Which one.
        tool: &'static str,
        /// What it said, and the end of the server's log.
        output: String,
    },
    /// A file or a program is not to be had.
    #[error("`{0}`: {1}")]
    Io(PathBuf, io::Error),
}

/// A running cluster; dropping it stops it.
#[derive(Debug)]
pub struct Cluster {
    tools: PathBuf,
    folder: PathBuf,
    as_root: bool,
}

impl Cluster {
    /// Starts the cluster in a folder and returns when it answers. It is made where there is none; one that a killed run
    /// left running is stopped first. PostgreSQL never runs as root: for root it runs as the user `postgres`, who then
    /// owns the folder and must be able to reach it.
    ///
    /// # Errors
    /// Each of [`ClusterError`].
    pub fn start(folder: &Path, durability: Durability) -> Result<Cluster, ClusterError> {
        Cluster::start_with(folder, durability, &[])
    }

    /// The same with settings of PostgreSQL's besides, such as `ssl` and `on`.
    ///
    /// # Errors
    /// Each of [`ClusterError`].
    pub fn start_with(
        folder: &Path,
        durability: Durability,
        settings: &[(&str, &str)],
    ) -> Result<Cluster, ClusterError> {
        let folder = absolute(folder).map_err(|error| ClusterError::Io(folder.to_owned(), error))?;
        if folder.join(SOCKET).as_os_str().len() > LONGEST_SOCKET {
            return Err(ClusterError::TooLong(folder));
        }
        let cluster = Cluster { tools: find_tools()?, folder, as_root: is_root()? };
        cluster.make_folder()?;
        if !cluster.data().join("PG_VERSION").exists() {
            cluster.initialise()?;
        }
        cluster.clear_leftovers()?;
        let socket = cluster.folder.display();
        let mut options = format!("-p {PORT} -c listen_addresses='' -c unix_socket_directories='{socket}'");
        options.push_str(match durability {
            // Room for the indexes of millions of values, and for their log between two checkpoints.
            Durability::Durable => " -c shared_buffers=256MB -c max_wal_size=2GB",
            Durability::ThrowAway => " -c fsync=off -c synchronous_commit=off -c full_page_writes=off",
        });
        for (name, value) in settings {
            options.push_str(&format!(" -c {name}='{value}'"));
        }
        let mut start = cluster.control();
        start.arg("-l").arg(cluster.log()).args(["-w", "-o", &options, "start"]);
        cluster.run("pg_ctl start", start)?;
        Ok(cluster)
    }

    /// How to reach one of its databases.
    #[must_use]
    pub fn settings(&self, database: &str, connections: usize) -> DatabaseSettings {
        DatabaseSettings {
            host: self.folder.display().to_string(),
            port: PORT,
            name: database.to_owned(),
            username: ROLE.to_owned(),
            password: String::new(),
            encryption: Encryption::Disable,
            connections,
        }
    }

    /// Makes a database, empty or as a copy of another one that nobody is connected to.
    ///
    /// # Errors
    /// When it exists, or somebody is connected to the other one.
    pub fn create_database(&self, name: &str, template: Option<&str>) -> Result<(), ClusterError> {
        let mut create = self.tool("createdb");
        create.arg("-h").arg(&self.folder).args(["-p", &PORT.to_string(), "-U", ROLE]);
        create.args(["-T", template.unwrap_or("template0"), name]);
        self.run("createdb", create)
    }

    /// Removes a database, if it is there, and makes it anew.
    ///
    /// # Errors
    /// When somebody is connected to it.
    pub fn replace_database(&self, name: &str) -> Result<(), ClusterError> {
        let mut remove = self.tool("dropdb");
        remove.arg("-h").arg(&self.folder).args(["-p", &PORT.to_string(), "-U", ROLE, "--if-exists", name]);
        self.run("dropdb", remove)?;
        self.create_database(name, None)
    }

    /// Stops it: open transactions are undone, what was committed is on disk.
    ///
    /// # Errors
    /// When it does not stop within a minute.
    pub fn stop(&self) -> Result<(), ClusterError> {
        if self.process().is_none() {
            return Ok(());
        }
        let mut stop = self.control();
        stop.args(["-m", "fast", "-w", "stop"]);
        self.run("pg_ctl stop", stop)
    }

    /// The server's process, if it runs. The number in its lock file alone says little: after a crash another program
    /// may have it by now. The server's working folder is its data folder.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        let lock = read_to_string(self.lock()).ok()?;
        let process = lock.lines().next()?.trim().parse().ok()?;
        let works_in = read_link(format!("/proc/{process}/cwd")).ok()?;
        (works_in == self.data().canonicalize().ok()?).then_some(process)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn lock(&self) -> PathBuf {
        self.data().join("postmaster.pid")
    }

    fn make_folder(&self) -> Result<(), ClusterError> {
        let mut install = Command::new("install");
        install.args(["-d", "-m", "700"]);
        if self.as_root {
            install.args(["-o", "postgres", "-g", "postgres"]);
        }
        install.arg(&self.folder);
        self.run("install", install)
    }

    fn initialise(&self) -> Result<(), ClusterError> {
        let mut make = self.tool("initdb");
        make.arg("-D").arg(self.data());
        make.args(["-U", ROLE, "-A", "trust", "--locale=C.UTF-8", "--encoding=UTF8"]);
        self.run("initdb", make)
    }

    /// After a kill there is a server without a master, or there are locks without a server. The locks go only when no
    /// process works in the data folder any more: PostgreSQL itself would ask whether their number is alive, and that
    /// may be a zombie, or a stranger by now.
    fn clear_leftovers(&self) -> Result<(), ClusterError> {
        // One that dies at this moment leaves its lock behind, for which `pg_ctl` waits in vain.
        if let Err(error) = self.stop()
            && self.process().is_some()
        {
            return Err(error);
        }
        let mut waited = Duration::ZERO;
        while self.is_in_use()? {
            if waited >= ORPHANS_END_WITHIN {
                return Err(ClusterError::InUse(self.folder.clone()));
            }
            sleep(PAUSE);
            waited += PAUSE;
        }
        for lock in [self.lock(), self.folder.join(format!("{SOCKET}.lock"))] {
            match remove_file(&lock) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(ClusterError::Io(lock, error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether any process works in the data folder.
    fn is_in_use(&self) -> Result<bool, ClusterError> {
        let data = self.data();
        let data = data.canonicalize().map_err(|error| ClusterError::Io(data, error))?;
        let processes = read_dir("/proc").map_err(|error| ClusterError::Io("/proc".into(), error))?;
        let mut folders = processes.flatten().filter_map(|entry| read_link(entry.path().join("cwd")).ok());
        Ok(folders.any(|folder| folder == data))
    }

    fn control(&self) -> Command {
        let mut control = self.tool("pg_ctl");
        control.arg("-D").arg(self.data());
        control
    }

    /// One of PostgreSQL's programs, as somebody who is not root.
    fn tool(&self, name: &str) -> Command {
        let program = self.tools.join(name);
        let mut command = if self.as_root { Command::new("runuser") } else { Command::new(&program) };
        if self.as_root {
            command.args(["-u", "postgres", "--"]).arg(program);
        }
        // The caller's folder may be closed to that user.
        command.current_dir("/");
        command
    }

    fn run(&self, tool: &'static str, mut command: Command) -> Result<(), ClusterError> {
        let done = command.output().map_err(|error| ClusterError::Io(command.get_program().into(), error))?;
        if done.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&done.stderr);
        let log = read_to_string(self.log()).unwrap_or_default();
        let end: Vec<&str> = log.lines().rev().take(5).collect();
        let output = said.lines().chain(end.into_iter().rev()).map(str::trim).collect::<Vec<_>>().join("; ");
        Err(ClusterError::Tool { tool, output })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            tracing::warn!(%error, "a cluster did not stop");
        }
    }
}

/// Whether this process is root's: who owns our own entry under `/proc`.
///
/// # Errors
/// Where there is no `/proc`.
pub fn is_root() -> Result<bool, ClusterError> {
    let own = Path::new("/proc/self");
    let entry = own.metadata().map_err(|error| ClusterError::Io(own.to_owned(), error))?;
    Ok(entry.uid() == 0)
}

/// The newest PostgreSQL of Debian's, or the one that `pg_config` knows.
fn find_tools() -> Result<PathBuf, ClusterError> {
    let versions = read_dir(DEBIAN).into_iter().flatten().flatten().filter_map(|entry| {
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        Some((version, entry.path().join("bin")))
    });
    if let Some((_, newest)) = versions.filter(|(_, bin)| bin.join("initdb").exists()).max() {
        return Ok(newest);
    }
    let asked = Command::new("pg_config").arg("--bindir").output().map_err(|_| ClusterError::Missing)?;
    let bin = PathBuf::from(String::from_utf8_lossy(&asked.stdout).trim());
    if bin.join("initdb").exists() { Ok(bin) } else { Err(ClusterError::Missing) }
}
