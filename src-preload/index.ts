/**
 * Hands the page the one port through which it reaches the engine. Exposes nothing: no function and no object of ours
 * is visible to the page. The page asks with a message; the shell checks who asks and answers with a port.
 */
import { ipcRenderer } from 'electron';
import { CONNECT_REQUEST, PORT_DELIVERY } from '../shared/vocabulary/port-frames.ts';

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === CONNECT_REQUEST) ipcRenderer.send(CONNECT_REQUEST);
});

ipcRenderer.on(PORT_DELIVERY, (event) => {
  window.postMessage(PORT_DELIVERY, window.location.origin, event.ports);
});
