/** The floor: a `ws` broadcast without documents, guard or disk. */
import { WebSocket, WebSocketServer } from 'ws';

const rooms = new Map<string, Set<WebSocket>>();
const sockets = new WebSocketServer({ port: Number(process.env.PORT), host: '127.0.0.1', perMessageDeflate: false });
sockets.on('connection', (socket, request) => {
  const name = (request.url ?? '').split('?')[0] ?? '';
  const room = rooms.get(name) ?? new Set();
  rooms.set(name, room.add(socket));
  socket.on('close', () => room.delete(socket));
  socket.on('error', () => undefined); // the close that follows says all
  socket.on('message', (data) => {
    for (const other of room) if (other !== socket && other.readyState === WebSocket.OPEN) other.send(data, { binary: true });
  });
});
