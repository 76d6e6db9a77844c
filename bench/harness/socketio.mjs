// socket.io with its Redis adapter, as its documentation sets it up: node socketio.mjs PORT VALKEY_URL
import { createServer } from "node:http";

import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const [port, url] = process.argv.slice(2);
const publisher = createClient({ url });
const subscriber = publisher.duplicate();
await Promise.all([publisher.connect(), subscriber.connect()]);

const server = createServer((_, response) => response.end("ok"));
const io = new Server(server, {
  adapter: createAdapter(publisher, subscriber),
  serveClient: false,
  transports: ["websocket"],
});
io.on("connection", (socket) => socket.join(socket.handshake.query.room));
server.listen({ host: "127.0.0.1", port: Number(port), backlog: 4096 });
