/**
 * Loaded into each child (`node --import`) before its program. The line to the parent is the one stop signal:
 * it goes down when the parent asks, and also when the parent was killed and can ask no more. The signals of the
 * terminal do not reach the child, so it hears of a stop once, not twice. This works on Windows too.
 */
function stop() {
  if (!process.emit('SIGTERM')) process.exit(0);
}

// A stop that comes as soon as the child was spawned is over before this is loaded.
if (process.connected) process.once('disconnect', stop);
else stop();
// A program that is done must not be kept by the line.
process.channel?.unref();
