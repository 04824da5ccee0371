/**
 * Loaded into each child (`node --import`) before its program. The line to the parent is the one stop signal:
 * it goes down when the parent asks, and also when the parent was killed and can ask no more. The signals of the
 * terminal do not reach the child, so it hears of a stop once, not twice. This works on Windows too.
 */
process.once('disconnect', () => {
  if (!process.emit('SIGTERM')) process.exit(0);
});
// A program that is done must not be kept by the line.
process.channel?.unref();
