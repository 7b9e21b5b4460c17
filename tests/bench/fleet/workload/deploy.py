"""The same for pyinfra."""
from io import StringIO

from pyinfra.operations import files, server, systemd

server.group(name="Group", group="bench")
server.user(name="User", user="bench", home="/opt/bench", shell="/bin/sh", group="bench")
for i in range(10):
    files.directory(name=f"Directory {i}", path=f"/opt/bench/dir{i}", user="bench", group="bench", mode="755")
for i in range(20):
    content = "".join(f"setting_{line} = {i}\n" for line in range(50))
    files.put(name=f"File {i}", src=StringIO(content), dest=f"/opt/bench/dir{i % 10}/file{i}", user="bench", group="bench", mode="644")
for i in range(10):
    files.line(name=f"Line {i}", path="/opt/bench/dir0/lines", line=f"extra_{i} = yes")
for i in range(5):
    files.link(name=f"Link {i}", path=f"/opt/bench/link{i}", target=f"/opt/bench/dir{i}")
unit = "[Unit]\nDescription=bench\n[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n"
files.put(name="Unit", src=StringIO(unit), dest="/etc/systemd/system/bench.service", mode="644")
systemd.service(name="Service", service="bench", running=True, enabled=True, daemon_reload=True)
