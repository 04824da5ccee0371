import { init, track, setUser, flush } from '@pugmark/browser';
window.x = { init, track, setUser, flush };
