#!/usr/bin/env node
// There before a build, so that an installation of the workspace can link it.
import '../dist/cli.js';
